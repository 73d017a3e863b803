import Foundation
import Logging
import RedisDrill
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

@Suite("The runner of a drill", .timeLimit(.minutes(1)))
struct DrillRunnerTests {
    private struct Oops: Error, CustomStringConvertible {
        let description = "the scenario failed"
    }

    private func scenario(
        _ name: String, canWrite: Bool = true, run: @escaping @Sendable (DrillEnvironment) async throws -> Void
    ) -> Scenario {
        var scenario = Scenario(
            name: name, title: name, summary: name, policies: [.resilient], target: .server,
            workload: { _ in Workload(tasks: 2) }, run: run, limits: { result, _ in [.nothingWrong(result)] })
        scenario.canOnlyRead = !canWrite
        return scenario
    }

    @Test("A scenario that cannot go on ends the drill, and what was finished before is kept")
    func interruption() async throws {
        let fine = scenario("fine") { try await $0.wait(.milliseconds(20)) }
        let broken = scenario("broken") { _ in throw Oops() }
        let report = try await DrillRunner().run([fine, broken, fine])
        #expect(report.scenarios.map(\.name) == ["fine"])
        #expect(report.scenarios.allSatisfy { $0.isPassed })
        #expect(report.interruption?.name == "broken")
        #expect(report.earlyEnd?.contains("the scenario failed") == true)
        #expect(!report.isPassed)
        #expect(DrillPage.html(report).contains("the scenario failed"))
    }

    @Test("Private servers are asked by a client with the settings that were given")
    func settings() async throws {
        let seen = Mutex<RedisConfiguration?>(nil)
        var scenario = scenario("settings") { try await $0.wait(.milliseconds(10)) }
        scenario.configure = { configuration, _, _ in
            seen.withLock { $0 = configuration }
            return configuration
        }
        var resilience = RedisConfiguration.Resilience()
        resilience.retryOnConnectionLoss = .never
        _ = try await DrillRunner(location: .privateServers(resilience)).run(scenario, .resilient)
        let used = try #require(seen.withLock { $0 })
        #expect(used.resilience.retryOnConnectionLoss == .never)
        #expect(used.resilience.backoff == PolicyTimes.compressed.backoff)
    }

    @Test("The messages of this package's client go to the logger that was given")
    func messages() async throws {
        let log = MessageCounter()
        let logger = Logger(label: "test") { _ in log.handler }
        let outage = scenario("outage") { environment in
            try await environment.workload.waitForAnswers(5)
            try await environment.beginFault("gone") { try await environment.servers.begin(.killedServer) }
            // A client that is refused again after the first failure treats this as an outage.
            try await environment.workload.waitForFailures(20)
            try await environment.endFault { try await environment.servers.end(.killedServer) }
        }
        _ = try await DrillRunner(logger: logger).run(outage, .resilient)
        #expect(log.count > 0)
    }

    @Test("No progress is reported for a run once it has ended")
    func observation() async throws {
        let reports = Mutex(0)
        let runner = DrillRunner { _ in
            // So slow that the run ends while a report is under way.
            usleep(30_000)
            reports.withLock { $0 += 1 }
        }
        let short = scenario("short") { try await $0.wait(.milliseconds(5)) }
        _ = try await runner.run(short, .resilient)
        let count = reports.withLock { $0 }
        try await Task.sleep(for: .milliseconds(60))
        #expect(reports.withLock { $0 } == count && count > 0)
    }

    @Test("A server that does not answer, or refuses the login, is reported before anything is broken")
    func unusablePlace() async throws {
        let unused = try PortReservation()
        let server = try await RedisServer.start(password: "right")
        for (port, password) in [(unused.port, nil), (server.port, "wrong")] as [(Int, String?)] {
            var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: port))
            configuration.credentials = password.map { .init(password: $0) }
            let runner = DrillRunner(location: .named(configuration, writes: false))
            await #expect(throws: RedisError.self) { try await runner.checkLocation() }
        }
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port))
        configuration.credentials = .init(password: "right")
        try await DrillRunner(location: .named(configuration, writes: false)).checkLocation()
        try await DrillRunner().checkLocation()
    }
}

/// Counts the messages of a logger.
private final class MessageCounter: Sendable {
    private let messages = Mutex(0)

    var count: Int { messages.withLock { $0 } }
    var handler: any LogHandler { Handler(counter: self) }

    private struct Handler: LogHandler {
        let counter: MessageCounter
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { counter.messages.withLock { $0 += 1 } }
    }
}

import ArgumentParser
import ResilientRedisClient

/// Measures memory while many tasks go on calling through an outage.
struct OutageMemory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory-outage",
        abstract: "Measures memory during an outage under calling tasks. Prints: \(MemoryReport.header)")

    @Option(help: "How many tasks call.")
    var tasks = 1000

    @Option(help: "How long the outage lasts, in seconds.")
    var seconds = 10.0

    @Option(help: "The process id of the server; it is stopped for the time.")
    var serverProcess: Int32

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let redis = try server.client()
        let get = try await GetOperation(redis, valueBytes: 32)
        try await measure(CallThroughOutage(get: get), frozen: FrozenServer(process: serverProcess))
        await redis.shutdown()
    }

    @MainActor
    private func measure(_ calls: CallThroughOutage, frozen: FrozenServer) async throws {
        let generator = LoadGenerator(
            operation: calls, tasks: tasks, warmUp: .seconds(3), time: .seconds(seconds))
        defer { frozen.thaw() }
        _ = try await generator.run {
            let before = ProcessUsage.residentKilobytes
            frozen.freeze()
            let end = ContinuousClock.now + generator.time
            var most = before
            while ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(200))
                most = max(most, ProcessUsage.residentKilobytes)
            }
            print(MemoryReport(scenario: "outage-\(tasks)-tasks", seconds: seconds, before: before, after: most).csv)
            guard calls.failures.value > tasks else {
                throw UnexpectedAnswer(description: "only \(calls.failures.value) calls failed during the outage")
            }
            frozen.thaw()
        }
    }
}

/// Reads a value, whether Redis is there or not.
private struct CallThroughOutage: LoadOperation {
    let get: GetOperation
    let failures = Counter()

    func perform() async throws {
        do {
            try await get.perform()
        } catch is RedisError {
            failures.increment()
            // A refused call does not suspend. Without this only as many tasks would run as there are cores.
            await Task.yield()
        }
    }
}

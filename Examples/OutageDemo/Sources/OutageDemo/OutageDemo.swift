import ArgumentParser
import RedisFaultInjection
import ResilientRedisCache
import ResilientRedisClient

@main
struct OutageDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "An application that keeps working while its Redis freezes, dies and comes back.")

    @Option(help: "How long each of the five phases lasts; the recoveries take longer when the machine is slow.")
    var secondsPerPhase = 7

    @Option(help: "How many tasks ask for reports at the same time.")
    var tasks = 50

    @Option(help: "How many orders the database has.")
    var orders = 100_000

    @Option(help: ArgumentHelp("A phase to skip, to see the demo fail.", visibility: .hidden))
    var omit: Phase?

    func validate() throws {
        guard (1...600).contains(secondsPerPhase), (1...1000).contains(tasks), orders >= 10_000 else {
            throw ValidationError("Give 1 to 600 seconds, 1 to 1000 tasks and at least 10000 orders.")
        }
    }

    func run() async throws {
        do {
            let verdict = try await runUntilInterrupted { try await perform() }
            if !verdict.isGood { throw ExitCode.failure }
        } catch let interruption as Interruption {
            Output.write("interrupted")
            throw ExitCode(interruption.exitCode)
        }
    }

    private func perform() async throws -> Verdict {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let client = try RedisClient(configuration(of: server))

        Output.write("Redis: a private server on port \(server.port)")
        // The server's folder is removed with the server, however the demo ends, and the database with it.
        let path = server.folderPath + "/shop.sqlite"
        let database = try await ShopDatabase(path: path, orders: orders)
        let effort = try await ContinuousClock().measure { _ = try await database.salesReport(region: "region 1") }
        Output.write("database: \(path), \(orders) orders; a report takes \(Text.milliseconds(effort)) ms to compute")
        let reports = SalesReports(database: database, cache: try RedisCache(client, namespace: "reports"))
        let measurements = Measurements()
        let runner = DemoRunner(
            server: server, client: client, reports: reports, measurements: measurements,
            secondsPerPhase: secondsPerPhase, omittedPhase: omit)
        describe(client.configuration.resilience)

        let results = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await Load(reports: reports, measurements: measurements).run(tasks: tasks) }
            let results = try await runner.run()
            measurements.close()
            // Requests under way are answered, too.
            try await group.waitForAll()
            return results
        }
        await client.shutdown()

        let verdict = Verdict(results, afterwards: measurements.takeSecond())
        Output.writeTable(results)
        Output.writeVerdict(verdict)
        return verdict
    }

    private func configuration(of server: RedisServer) -> RedisConfiguration {
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        // Shorter than in production, so that the demo is short. The rules are the same.
        configuration.resilience.commandTimeout = .milliseconds(250)
        configuration.resilience.connectTimeout = .milliseconds(250)
        configuration.resilience.backoff = .milliseconds(min(2000, secondsPerPhase * 300))
        return configuration
    }

    private func describe(_ resilience: RedisConfiguration.Resilience) {
        let usual = RedisConfiguration.Resilience()
        let count = ShopDatabase.regions.count
        Output.write("load: \(tasks) tasks, each asks for one of \(count) reports, then waits 0.1 s, again and again")
        Output.write("shortened for the demo:")
        for (name, time) in [
            ("commandTimeout", \RedisConfiguration.Resilience.commandTimeout), ("connectTimeout", \.connectTimeout),
            ("backoff", \.backoff),
        ] {
            let (value, standard) = (resilience[keyPath: time], usual[keyPath: time])
            Output.write("  \(name) \(value / .seconds(1)) s (default \(standard / .seconds(1)) s)")
        }
    }
}

extension Phase: ExpressibleByArgument {}

import ArgumentParser
import ResilientRedisClient

/// Measures whether memory grows at full load.
struct SteadyMemory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory-steady",
        abstract: "Compares the memory at two moments of a long load. Prints: \(MemoryReport.header)")

    @Option(help: "How many tasks GET.")
    var tasks = 500

    @Option(help: "Seconds from the start of the load to the first look.")
    var first = 10.0

    @Option(help: "Seconds from the start of the load to the last look.")
    var last = 120.0

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard first > 0, last > first, last <= 3600 else {
            throw ValidationError("--last must be after --first, which is above 0")
        }
    }

    func run() async throws {
        let redis = try server.client()
        try await measure(GetOperation(redis, valueBytes: 32))
        await redis.shutdown()
    }

    @MainActor
    private func measure(_ get: GetOperation) async throws {
        let generator = LoadGenerator(
            operation: get, tasks: tasks, warmUp: .seconds(first), time: .seconds(last - first))
        _ = try await generator.run {
            let before = ProcessUsage.residentKilobytes
            try await Task.sleep(for: generator.time)
            let after = ProcessUsage.residentKilobytes
            print(MemoryReport(scenario: "full-load", seconds: last, before: before, after: after).csv)
        }
    }
}

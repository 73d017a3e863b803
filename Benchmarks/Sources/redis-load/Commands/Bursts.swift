import ArgumentParser
import ResilientRedisClient

/// Measures many tasks that begin at the same time and make one call each, as after a deploy or an expiry.
struct Bursts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bursts",
        abstract:
            "Measures tasks that begin at once and make one call each. Prints times of whole bursts, the slowest as p99."
    )

    enum Operation: String, ExpressibleByArgument, CaseIterable {
        case cachedMiss = "cached-miss"
        case getSet = "get-set"
    }

    private static let unmeasured = 2

    @Argument(help: "What each task does.")
    var operation: Operation

    @Option(help: "How many tasks begin at once.")
    var tasks = 10_000

    @Option(help: "How many bursts are measured, after two that are not.")
    var bursts = 15

    @OptionGroup var server: ServerOptions

    func validate() throws {
        guard 1...100_000 ~= tasks, 1...10_000 ~= bursts else {
            throw ValidationError("--tasks or --bursts is out of range")
        }
    }

    func run() async throws {
        let redis = try server.client()
        switch operation {
        case .cachedMiss:
            let load = try CachedMissOperation(redis)
            try await measure(load)
            try load.verify(calls: tasks * (bursts + Self.unmeasured))
        case .getSet: try await measure(GetSetOperation(redis))
        }
        await redis.shutdown()
    }

    private func measure(_ load: some LoadOperation) async throws {
        for _ in 0..<Self.unmeasured { _ = try await burst(load) }
        let cpu = ProcessUsage.cpuMicroseconds
        var times: [Double] = []
        for _ in 0..<bursts { times.append(try await burst(load)) }
        let used = ProcessUsage.cpuMicroseconds - cpu
        times.sort()
        let calls = Double(tasks * bursts)
        let measurement = Measurement(
            operation: "\(operation.rawValue)-bursts", valueBytes: 0, tasks: tasks,
            operationsPerSecond: calls / times.reduce(0, +) * 1e6, p50Microseconds: times[times.count / 2],
            p99Microseconds: times[times.count - 1], cpuMicrosecondsPerOperation: used / calls)
        print(measurement.csv)
    }

    /// How long all the calls took, in microseconds.
    private func burst(_ load: some LoadOperation) async throws -> Double {
        let start = monotonicNanoseconds()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks { group.addTask { try await load.perform() } }
            try await group.waitForAll()
        }
        return Double(monotonicNanoseconds() - start) / 1e3
    }
}

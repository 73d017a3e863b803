import ArgumentParser
import ResilientRedisClient
import Synchronization

/// Measures what commands that wait for a frozen server cost, beside tasks that wait for something else.
struct WaitingMemory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "memory-waiting",
        abstract: "Measures the memory of many waiting tasks. Prints: \(MemoryReport.header)")

    enum Reason: String, ExpressibleByArgument, CaseIterable {
        case command
        case gate
    }

    @Argument(help: "What the tasks wait for: the reply to a command, or a gate in the program itself.")
    var reason: Reason

    @Option(help: "How many tasks wait.")
    var tasks = 10_000

    @Option(help: "The process id of the server; it is stopped for the time.")
    var serverProcess: Int32

    @OptionGroup var server: ServerOptions

    private static let key = "bench:32"

    func run() async throws {
        var configuration = try server.configuration()
        // The one setting that is not the default: the commands must still wait when the memory is read.
        configuration.resilience.commandTimeout = .seconds(60)
        let redis = try RedisClient(configuration)
        try await redis.set(Self.key, text(of: 32))
        for _ in 0..<1000 { _ = try await redis.get(Self.key, as: String.self) }
        try await measure(redis, frozen: FrozenServer(process: serverProcess))
        await redis.shutdown()
    }

    @MainActor
    private func measure(_ redis: RedisClient, frozen: FrozenServer) async throws {
        let gate = Gate(capacity: tasks)
        let started = Counter()
        frozen.freeze()
        defer { frozen.thaw() }
        let before = ProcessUsage.residentKilobytes
        try await withThrowingTaskGroup(of: Void.self) { [reason, tasks] group in
            for _ in 0..<tasks {
                group.addTask {
                    started.increment()
                    switch reason {
                    case .command:
                        guard try await redis.get(Self.key, as: String.self) != nil else {
                            throw UnexpectedAnswer(description: "a GET found nothing")
                        }
                    case .gate: await gate.wait()
                    }
                }
            }
            while started.value < tasks { try await Task.sleep(for: .milliseconds(20)) }
            try await Task.sleep(for: .seconds(1))
            let after = ProcessUsage.residentKilobytes
            print(MemoryReport(scenario: "\(tasks)-waiting-\(reason)s", seconds: 1, before: before, after: after).csv)
            frozen.thaw()
            gate.open()
            // Every one of them must get its answer after all.
            try await group.waitForAll()
        }
    }
}

/// Counts from any task.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }
    func increment() { count.wrappingAdd(1, ordering: .relaxed) }
}

/// Tasks wait at it until it is opened.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [UnsafeContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    init(capacity: Int) {
        state.withLock { $0.waiting.reserveCapacity(capacity) }
    }

    func wait() async {
        await withUnsafeContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

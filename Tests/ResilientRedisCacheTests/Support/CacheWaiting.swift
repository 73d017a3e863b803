import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Synchronization
import Testing

/// A gate that a loader waits at until the test opens it. Cancellation does not open it.
final class CacheGate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var arrivals = 0
    }

    private let state = Mutex(State())

    /// How many have come so far.
    var arrivals: Int { state.withLock { $0.arrivals } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                state.arrivals += 1
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

/// Counts from any task.
final class CacheTally: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .sequentiallyConsistent) }

    @discardableResult
    func add() -> Int { count.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue }
}

/// The shortest time that something takes, of up to three tries, because a busy machine may hold up any of them.
func shortestTime(enough limit: Duration, _ body: () async throws -> Void) async rethrows -> Duration {
    var shortest = Duration.seconds(600)
    for _ in 0..<3 where shortest >= limit {
        let start = ContinuousClock.now
        try await body()
        shortest = min(shortest, .now - start)
    }
    return shortest
}

extension RedisCache {
    /// Waits until the statistics say something.
    func waits(
        until condition: (Statistics) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !condition(statistics) {
            try #require(
                ContinuousClock.now < deadline, "did not happen within 30 s: \(statistics)",
                sourceLocation: sourceLocation)
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

extension CacheFixture {
    /// A cache as another process would have it: with a client and a memory of its own.
    func otherProcess(
        namespace: RedisCache.Namespace = "test", options: RedisCache.Options = .init(),
        loadToken: RedisCache.LoadToken? = nil, time: TimeSource = TimeSource()
    ) throws -> RedisCache {
        let client = try RedisClient(client.configuration)
        return try RedisCache(namespace: namespace, options: options, loadToken: loadToken, time: time) { client }
    }

    /// Makes the client notice that the server does not answer.
    func noticeOutage() async {
        _ = try? await client.get("noticed", as: String.self)
        await client.waitUntil(available: false)
    }

    /// How often the server has run a command since its counters were reset.
    func calls(of command: String) async throws -> Int {
        let report: String = try await RedisClient(server.configuration()).send("INFO", "commandstats")
        for line in report.split(whereSeparator: \.isNewline) where line.hasPrefix("cmdstat_\(command):calls=") {
            return Int(line.dropFirst("cmdstat_\(command):calls=".count).prefix { $0.isNumber }) ?? 0
        }
        return 0
    }
}

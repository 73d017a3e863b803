import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension FaultMatrix {
    /// A cache whose client is hit by a fault: it answers from Redis or from the source, and never with what was
    /// invalidated.
    struct CacheTrial {
        let cell: Cell
        let environment: MatrixEnvironment
        let cache: RedisCache
        let source = CacheSource()
        private let healing = Healing()

        private static let keys = (0..<4).map { "key:\($0)" }

        init(_ cell: Cell) async throws {
            self.cell = cell
            // A cache that has read nothing yet asks for its epoch as well.
            let readCommand = cell.position == .firstUse ? "MGET" : "GET"
            let server = try await cell.row.server?()
            environment = try await MatrixEnvironment(cell.row.route, server: server, readCommand: readCommand) {
                configuration in
                try await cell.row.configure(&configuration)
            }
            cache = try RedisCache(environment.client, namespace: "matrix", ttl: .seconds(1_000_000), logger: .quiet)
        }

        func run() async throws {
            if cell.position != .firstUse {
                for key in Self.keys { await ask(key) }
            }
            let traffic = Task { await makeTraffic() }
            try await lettingTimePass {
                if cell.position == .traffic { try await goOn() }
                try await cell.row.begin(environment, cell.position)
                if cell.position == .idle { environment.clock.advance(by: environment.resilience.healthCheckInterval) }
                await ask(Self.keys[0])
                await invalidate(Self.keys[0])
                for key in Self.keys { await ask(key) }
                if cell.position == .traffic { try await goOn() }
                #expect(environment.proxy.unfiredFaults.isEmpty, "\(environment.proxy.journal)")
                try await cell.row.end(environment, cell.position)
                healing.isDone.store(true, ordering: .relaxed)
                if cell.row.heals { try await cacheIsUsedAgain() }
            }
            traffic.cancel()
            await traffic.value
            // The client's deadlines pass at once: a call that waits longer waits for something without one.
            #expect(environment.log.current.longestWait < .seconds(10) + environment.slack)
            try await environment.end()
        }

        /// Without outside help, and with nothing left to catch up on.
        private func cacheIsUsedAgain() async throws {
            var patience = Duration.milliseconds(20)
            try await until("answers come from Redis again") {
                if !environment.client.availability.isAvailable {
                    environment.pass(environment.resilience.backoff)
                    await probeEnds(within: patience)
                    patience *= 2
                }
                let loads = source.loads
                for key in Self.keys { await ask(key) }
                return cache.backlog == 0 && (cell.position == .traffic || source.loads == loads)
            }
        }

        /// Gives the probe the time it needs, which a busy machine makes long. Were the clock moved meanwhile, it would
        /// be too late every time.
        private func probeEnds(within patience: Duration) async {
            try? await until("the client is available", within: patience) {
                environment.client.availability.isAvailable
            }
        }

        // MARK: Calls

        /// The function cannot throw, so the cache cannot either.
        private func ask(_ key: String) async {
            let least = source.leastVersion(of: key)
            let value = try? await environment.log.record(isWrite: false) {
                await cache.cached(key: key) { source.load(key) }
            }
            #expect(value?.key == key, "another key's value")
            #expect(value.map { $0.version >= least } == true, "a value of \(key) that was invalidated")
        }

        private func invalidate(_ key: String) async {
            let version = source.change(key)
            _ = try? await environment.log.record(isWrite: true) { await cache.invalidate(key) }
            source.wasInvalidated(key, before: version)
        }

        private func makeTraffic() async {
            guard cell.position == .traffic else { return }
            await withDiscardingTaskGroup { group in
                for index in 0..<20 {
                    group.addTask {
                        while !Task.isCancelled {
                            await ask(Self.keys[index % Self.keys.count])
                            if index == 0 { await invalidate(Self.keys[1]) }
                            try? await Task.sleep(for: .milliseconds(2))
                        }
                    }
                }
            }
        }

        private func goOn() async throws {
            let answers = environment.log.answers
            try await until("calls go on") { environment.log.answers > answers + 200 }
        }

        // MARK: Time

        /// Whether the fault is over.
        private final class Healing: Sendable {
            let isDone = Atomic(false)
        }

        /// Lets deadlines pass whenever callers wait and nothing comes. Once there is no fault any more it takes longer
        /// each time to believe that: it may be the machine that is slow.
        private func lettingTimePass(_ body: () async throws -> Void) async rethrows {
            let time = Task {
                var answers = -1
                var patience = Duration.milliseconds(80)
                while !Task.isCancelled {
                    let current = environment.log.answers
                    if environment.log.inFlight > 0, current == answers {
                        environment.pass(.seconds(10))
                        if healing.isDone.load(ordering: .relaxed) { patience *= 2 }
                    }
                    answers = current
                    try await environment.settle()
                    try await Task.sleep(for: patience)
                }
            }
            defer { time.cancel() }
            try await body()
        }
    }

    /// What a cache stands before: values that say how new they are.
    final class CacheSource: Sendable {
        struct Value: Codable, Sendable {
            let key: String
            let version: Int
        }

        private struct State {
            var versions: [String: Int] = [:]
            var least: [String: Int] = [:]
            var loads = 0
        }

        private let state = Mutex(State())

        var loads: Int { state.withLock { $0.loads } }

        func load(_ key: String) -> Value {
            state.withLock { state in
                state.loads += 1
                return Value(key: key, version: state.versions[key, default: 0])
            }
        }

        /// Makes a new version, and returns it.
        func change(_ key: String) -> Int {
            state.withLock { state in
                state.versions[key, default: 0] += 1
                return state.versions[key, default: 0]
            }
        }

        /// No call from now on may get an older version.
        func wasInvalidated(_ key: String, before version: Int) {
            state.withLock { $0.least[key] = max($0.least[key, default: 0], version) }
        }

        func leastVersion(of key: String) -> Int {
            state.withLock { $0.least[key, default: 0] }
        }
    }
}

import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension FaultMatrix {
    /// Numbered messages are published on the server itself, and read through a proxy that misbehaves.
    @Suite("Subscriptions under faults")
    struct SubscriptionTrialTests {
        enum Trouble: String, CaseIterable, Sendable {
            case reset, fin, silentDrop, blackHole, frozenServer, killedServer, killedConnection, refusedReconnect
        }

        @Test("No message is missed without a gap, none comes twice or out of order", arguments: Trouble.allCases)
        func noSilentLoss(_ trouble: Trouble) async throws {
            let server = try await RedisServer.start()
            let proxy = try await FaultProxy.start(to: server)
            let publisher = try RedisClient(configuration(port: server.port))
            let redis = try RedisClient(configuration(port: proxy.port))
            let subscription = try await redis.subscribe(to: "numbers")
            let numbers = Numbers()
            let publishing = Task {
                while !Task.isCancelled {
                    let number = numbers.begin()
                    do {
                        _ = try await publisher.send("PUBLISH", "numbers", number, as: Int.self)
                    } catch {
                        // It may have been published or not.
                        numbers.failed(number)
                    }
                    try? await Task.sleep(for: .milliseconds(1))
                }
            }
            defer { publishing.cancel() }

            var reader = Reader(subscription.makeAsyncIterator(), numbers)
            try await reader.read(beyond: 50)
            try await apply(trouble, server, proxy, publisher)
            // What is published from now on comes, after a gap if there was one.
            try await reader.read(beyond: numbers.last + 50)
            #expect(reader.gaps > 0 || trouble == .frozenServer, "\(trouble) cost the connection")
            publishing.cancel()
            await publishing.value
            await redis.shutdown()
            await publisher.shutdown()
            await proxy.stop()
        }

        private func configuration(port: Int) -> RedisConfiguration {
            var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: port))
            configuration.resilience.commandTimeout = .seconds(1)
            configuration.resilience.connectTimeout = .seconds(1)
            configuration.resilience.healthCheckInterval = .milliseconds(400)
            configuration.resilience.healthCheckTimeout = .milliseconds(400)
            configuration.resilience.backoff = .milliseconds(200)
            return configuration
        }

        private func apply(
            _ trouble: Trouble, _ server: RedisServer, _ proxy: FaultProxy, _ publisher: RedisClient
        ) async throws {
            switch trouble {
            case .reset: proxy.inject(.reset)
            case .fin: proxy.inject(.fin)
            case .silentDrop: proxy.inject(.silentDrop)
            case .blackHole:
                let hole = proxy.inject(.blackHole)
                try await Task.sleep(for: .seconds(2))
                hole.lift()
            case .frozenServer:
                server.freeze()
                try await Task.sleep(for: .seconds(2))
                server.thaw()
            case .killedServer:
                server.kill()
                try await server.restart()
            case .killedConnection: _ = try await publisher.send("CLIENT", "KILL", "TYPE", "pubsub", as: Int.self)
            case .refusedReconnect:
                let refusal = proxy.inject(.refuse)
                proxy.inject(.reset)
                try await Task.sleep(for: .seconds(1))
                refusal.lift()
            }
        }
    }

    /// The numbers that were published.
    private final class Numbers: Sendable {
        private struct State {
            var last = 0
            var failed: Set<Int> = []
        }

        private let state = Mutex(State())

        var last: Int { state.withLock { $0.last } }

        func begin() -> Int {
            state.withLock { state in
                state.last += 1
                return state.last
            }
        }

        func failed(_ number: Int) { state.withLock { _ = $0.failed.insert(number) } }

        /// All numbers between the two were published for certain.
        func hasCertain(after first: Int, before second: Int) -> Bool {
            state.withLock { state in (first + 1..<second).contains { !state.failed.contains($0) } }
        }
    }

    /// Reads numbers and checks that none is missing without a gap.
    private struct Reader {
        private var iterator: RedisSubscription.Iterator
        private let numbers: Numbers
        private var last = 0
        private var isAfterGap = true
        private(set) var gaps = 0

        init(_ iterator: RedisSubscription.Iterator, _ numbers: Numbers) {
            self.iterator = iterator
            self.numbers = numbers
        }

        mutating func read(beyond goal: Int) async throws {
            while last <= goal {
                switch try #require(try await iterator.next()) {
                case .gap:
                    gaps += 1
                    isAfterGap = true
                case .message(let message):
                    let number = try message.value(as: Int.self)
                    #expect(number > last, "\(number) after \(last)")
                    if number > last + 1, !isAfterGap {
                        #expect(!numbers.hasCertain(after: last, before: number), "\(last), then \(number), no gap")
                    }
                    last = number
                    isAfterGap = false
                }
            }
        }
    }
}

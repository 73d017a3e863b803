import Foundation
import Logging
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension Resilience {
    /// Log handlers and metrics back ends are the application's code: they may block.
    @Suite("A log handler or metrics back end that blocks", .serialized)
    struct BlockedReportTests {
        /// Blocks the thread that logs, until it is opened; at most for ten seconds, so that a test that fails ends.
        final class Gate: Sendable {
            private let isOpen = Atomic<Bool>(false)
            private let arrivals = Atomic<Int>(0)

            var visitors: Int { arrivals.load(ordering: .relaxed) }
            func open() { isOpen.store(true, ordering: .relaxed) }

            func pass() {
                arrivals.wrappingAdd(1, ordering: .relaxed)
                let end = Date(timeIntervalSinceNow: 10)
                while !isOpen.load(ordering: .relaxed), Date() < end { Thread.sleep(forTimeInterval: 0.005) }
            }
        }

        @Test("A blocked log handler holds up no call, no deadline, no cancellation and no shutdown")
        func logHandler() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let gate = Gate()
            defer { gate.open() }
            let log = LogRecorder { _ in gate.pass() }
            let redis = try client(port: server.port, logger: log.logger) { $0.resilience.backoff = .milliseconds(100) }
            let limit = Duration.seconds(3)
            let first = await tried { try await redis.text("k") }
            #expect(first.error?.code == .unavailable)
            #expect(first.duration < limit)
            try await until { gate.visitors > 0 }

            try await server.become(echo { $0.name == "GET" ? [] : nil })
            await redis.becomesAvailable()
            let late = await tried { try await redis.withTimeout(.milliseconds(100)).text("k") }
            #expect(late.error?.code == .timeout)
            #expect(late.duration < limit)
            let cancelled = await tried(within: .milliseconds(100)) { try await redis.text("k") }
            #expect(cancelled.isCancellation)
            #expect(cancelled.duration < limit)
            let end = await tried { await redis.shutdown(gracePeriod: .zero) }
            #expect(end.duration < limit)
        }

        @Test("Log lines come in order, and what is too much is counted")
        func order() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let log = LogRecorder()
            let redis = try client(port: server.port, logger: log.logger) { $0.resilience.backoff = .milliseconds(50) }
            for _ in 0..<3 {
                try await server.become(.refuse)
                while redis.availability.isAvailable { _ = await tried { try await redis.text("k") } }
                try await server.become(echo())
                await redis.becomesAvailable()
            }
            try await until { log.lines.count >= 6 }
            #expect(log.lines.prefix(6).map(\.level) == [.warning, .notice, .warning, .notice, .warning, .notice])
            await redis.shutdown(gracePeriod: .zero)
        }
    }
}

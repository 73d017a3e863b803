import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

@Suite("A manual clock", .timeLimit(.minutes(1)))
struct ManualClockTests {
    private final class Order: Sendable {
        let woken = Mutex<[Int]>([])
    }

    @Test("A manual clock stands still, and moves by exactly what it is advanced by")
    func moves() {
        let clock = ManualClock()
        let start = clock.now
        #expect(start.offset == .zero)
        clock.advance(by: .seconds(30))
        clock.advance(by: .seconds(-5))
        #expect(start.duration(to: clock.now) == .seconds(30))
    }

    @Test("A manual clock wakes the sleepers that are due, the earliest first, and no others")
    func wakes() async throws {
        let clock = ManualClock()
        let order = Order()
        let tasks = [3, 1, 2, 9].map { seconds in
            Task {
                try await clock.sleep(for: .seconds(seconds))
                order.woken.withLock { $0.append(seconds) }
            }
        }
        try await eventually { clock.sleepers == 4 }
        clock.advance(by: .milliseconds(999))
        #expect(clock.sleepers == 4)
        clock.advance(by: .milliseconds(1))
        try await tasks[1].value
        clock.advance(by: .seconds(2))
        try await tasks[0].value
        try await tasks[2].value
        #expect(order.woken.withLock { Set($0) } == [1, 2, 3])
        #expect(clock.sleepers == 1)
        tasks[3].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[3].value }
        #expect(clock.sleepers == 0)
    }

    @Test("A manual clock does not suspend a sleeper that is due already or was cancelled before")
    func atOnce() async throws {
        let clock = ManualClock()
        clock.advance(by: .seconds(1))
        try await clock.sleep(until: .init(offset: .seconds(1)))
        let cancelled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.sleep(for: .seconds(1))
        }
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        #expect(clock.sleepers == 0)
    }

    @Test("A manual clock ends a backoff of 30 seconds in no time")
    func backoff() async throws {
        let server = try await RedisServer.start()
        let clock = ManualClock()
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        configuration.resilience.backoffJitter = 0
        configuration.resilience.earlyProbes = .off
        let redis = try RedisClient(configuration, clock: clock)
        #expect(try await redis.ping() == "PONG")

        server.kill()
        await #expect(throws: RedisError.self) { try await redis.ping() }
        try await server.restart()
        // Real time goes on as well, and a busy machine may have spent some seconds of it.
        clock.advance(by: .seconds(3))
        try await Task.sleep(for: .milliseconds(50))
        #expect(!redis.availability.isAvailable)
        let start = ContinuousClock.now
        clock.advance(by: .seconds(27))
        for await availability in redis.availabilityChanges where availability.isAvailable { break }
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(try await redis.ping() == "PONG")
    }

    @Test("A manual clock makes a connection idle, so that it is checked before it is used")
    func healthCheck() async throws {
        let server = try ScriptedServer(.healthy())
        let clock = ManualClock()
        let redis = try RedisClient(
            RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port)), clock: clock)
        _ = try await redis.ping()
        let before = server.commands.count
        let start = ContinuousClock.now
        clock.advance(by: .seconds(15))
        try await eventually { server.commands.count > before }
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(server.commands.last?.name == "PING")
    }

    @Test("A manual clock does not keep its clients alive")
    func weaklyHeld() async throws {
        let server = try ScriptedServer(.healthy())
        let clock = ManualClock()
        do {
            let redis = try RedisClient(
                RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port)), clock: clock)
            _ = try await redis.ping()
        }
        try await server.waitForOpenConnections(0)
        clock.advance(by: .seconds(1))
    }
}

import Profiles
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

/// The service of this package under faults that occur in production.
@Suite("The profile service", .timeLimit(.minutes(1)))
struct ProfileServiceTests {
    /// A source that counts how often it is asked.
    private final class CountingSource: ProfileSource {
        private let count = Mutex(0)

        var asked: Int { count.withLock { $0 } }

        func profile(_ id: Int) async throws -> Profile {
            count.withLock { $0 += 1 }
            return Profile(id: id, name: "user \(id)")
        }
    }

    /// A real server, a proxy in front of it, and the service behind the proxy. Policies have short times, so that no
    /// test has to wait for the real ones.
    private struct TestEnvironment {
        let server: RedisServer
        let proxy: FaultProxy
        let redis: RedisClient
        let source = CountingSource()
        let service: ProfileService

        init() async throws {
            server = try await RedisServer.start()
            proxy = try await FaultProxy.start(to: server)
            var configuration = RedisConfiguration(endpoint: .tcp(host: proxy.host, port: proxy.port))
            configuration.resilience.connectTimeout = .milliseconds(300)
            configuration.resilience.commandTimeout = .milliseconds(300)
            configuration.resilience.backoff = .milliseconds(200)
            redis = try RedisClient(configuration)
            service = try ProfileService(redis: redis, source: source)
        }

        func becomes(available: Bool) async {
            for await availability in redis.availabilityChanges where availability.isAvailable == available { return }
        }
    }

    @Test("The profile service asks its source once and Redis from then on")
    func healthy() async throws {
        let environment = try await TestEnvironment()
        for _ in 1...10 { #expect(try await environment.service.profile(7).name == "user 7") }
        #expect(environment.source.asked == 1)
        #expect(await environment.service.visit(7) == 1)
    }

    @Test("The profile service shows every profile while the network drops everything, and uses Redis again by itself")
    func blackHole() async throws {
        let environment = try await TestEnvironment()
        _ = try await environment.service.profile(7)
        let hole = environment.proxy.inject(.blackHole)
        let start = ContinuousClock.now
        #expect(try await environment.service.profile(7).name == "user 7")
        #expect(ContinuousClock.now - start < .seconds(2), "one timeout at most\n\(environment.proxy.journal)")
        await environment.becomes(available: false)
        // No call waits any more.
        let asked = environment.source.asked
        for _ in 1...100 { #expect(try await environment.service.profile(7).name == "user 7") }
        #expect(environment.source.asked == asked + 100)
        hole.lift()
        await environment.becomes(available: true)
        _ = try await environment.service.profile(7)
        let before = environment.source.asked
        #expect(try await environment.service.profile(7).name == "user 7")
        #expect(environment.source.asked == before, "the cache is used again")
    }

    @Test("The profile service never counts a visit twice when the connection is cut before the answer")
    func cut() async throws {
        let environment = try await TestEnvironment()
        #expect(await environment.service.visit(7) == 1)
        let fault = environment.proxy.inject(.cut(.reset), when: .afterReplies(0), direction: .toClient)
        let answer = await environment.service.visit(7)
        fault.lift()
        // The visit may have been counted or not; it was not sent again, and an answer that came is the right one.
        #expect(answer == nil || answer == 2)
        let next = try #require(await environment.service.visit(7))
        #expect((2...3).contains(next), "\(environment.proxy.journal)")
    }

    @Test(
        "The profile service answers from a stalled server's cache at most one timeout late",
        arguments: [Fault.loading, .slow])
    func stalled(_ fault: Fault) async throws {
        let environment = try await TestEnvironment()
        let injected = environment.proxy.inject(fault)
        let start = ContinuousClock.now
        #expect(try await environment.service.profile(7).name == "user 7")
        #expect(ContinuousClock.now - start < .seconds(2))
        injected.lift()
    }

    @Test("The profile service works under a plan of faults that can be replayed")
    func plan() async throws {
        let environment = try await TestEnvironment()
        let plan = FaultPlan(seed: 7) {
            At(.milliseconds(20), .latency(.milliseconds(20), jitter: .milliseconds(10)), for: .milliseconds(100))
            At(.milliseconds(150), .reset)
            At(.milliseconds(200), .refuse, for: .milliseconds(150))
        }.ending(at: .milliseconds(500))
        async let report = plan.run(on: environment.proxy)
        let end = ContinuousClock.now + .milliseconds(500)
        while ContinuousClock.now < end {
            #expect(try await environment.service.profile(7).name == "user 7")
            _ = await environment.service.visit(7)
            try await Task.sleep(for: .milliseconds(1))
        }
        let unfired = try await report.unfired
        #expect(unfired.isEmpty, "\(unfired)\n\(environment.proxy.journal)")
    }
}

extension Fault {
    fileprivate static let loading = Fault.errorReply(.loading)
    fileprivate static let slow = Fault.latency(.seconds(1))
}

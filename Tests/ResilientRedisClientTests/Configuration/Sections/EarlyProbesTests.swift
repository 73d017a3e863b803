import ResilientRedisClient
import Testing

@Suite("Configuration: early probes")
struct EarlyProbesTests {
    private let halfASecond = RedisConfiguration.EarlyProbes.exponential(
        from: .milliseconds(500), factor: 2, atMost: .seconds(60), jitter: 0.1)

    @Test("By default delays begin with a second, double, and stop growing at five")
    func defaults() {
        let probes = RedisConfiguration.EarlyProbes.exponential()
        #expect((0..<5).map { probes.delay(attempt: $0, randomUnit: 0.5) } == [1, 2, 4, 5, 5].map(Duration.seconds))
        #expect(probes.delay(attempt: 9, randomUnit: 0) == .seconds(4))
        #expect(probes.delay(attempt: 9, randomUnit: 1) == .seconds(6))
        #expect(!probes.isOff)
    }

    @Test("A first delay above the longest one counts all the same")
    func longFirstDelay() {
        let probes = RedisConfiguration.EarlyProbes.exponential(from: .seconds(8), jitter: 0)
        #expect((0..<3).map { probes.delay(attempt: $0, randomUnit: 0.5) } == [8, 8, 8].map(Duration.seconds))
    }

    @Test("An option of a URL sets all of it or switches it off, and is printed")
    func option() throws {
        let probes = try RedisConfiguration(url: "redis://h?early_probes=2,3,500ms,0").resilience.earlyProbes
        #expect(probes == .exponential(from: .seconds(2), factor: 3, atMost: .milliseconds(500), jitter: 0))
        for text in ["off", "none"] {
            #expect(try RedisConfiguration(url: "redis://h?early_probes=\(text)").resilience.earlyProbes == .off)
        }
        var configuration = RedisConfiguration()
        configuration.resilience.earlyProbes = .exponential(from: .seconds(2))
        #expect(configuration.description.hasSuffix("?early_probes=2,2.0,5,0.2"))
        #expect(try RedisConfiguration(url: configuration.description) == configuration)
    }

    @Test("Delays grow by the factor", arguments: zip([0, 1, 2, 3, 4, 5], [0.5, 1.0, 2.0, 4.0, 8.0, 16.0]))
    func growth(_ attempt: Int, _ seconds: Double) {
        let probes = halfASecond
        #expect(probes.delay(attempt: attempt, randomUnit: 0.5) == .seconds(seconds))
    }

    @Test("Jitter moves a delay to either side, by its fraction at most")
    func jitter() {
        let probes = RedisConfiguration.EarlyProbes.exponential(from: .seconds(10), factor: 1, jitter: 0.2)
        #expect(probes.delay(attempt: 0, randomUnit: 0) == .seconds(8))
        #expect(probes.delay(attempt: 3, randomUnit: 0.5) == .seconds(10))
        #expect(probes.delay(attempt: 9, randomUnit: 1) == .seconds(12))
    }

    @Test("Attempts below zero count as the first", arguments: [-1, -100, Int.min])
    func negativeAttempts(_ attempt: Int) {
        let probes = halfASecond
        #expect(probes.delay(attempt: attempt, randomUnit: 0.5) == .milliseconds(500))
    }

    @Test("No attempt and no setting gives a delay that is negative or endless")
    func extremes() {
        let year = Duration.seconds(365 * 86_400)
        for factor in [1, 2, 1_000, 1e300, .infinity, .nan, 0, -3] {
            for jitter in [0, 0.1, 1, 5, .infinity, .nan] {
                let probes = RedisConfiguration.EarlyProbes.exponential(factor: factor, jitter: jitter)
                for attempt in [0, 1, 2, 63, 64, 1_000, Int.max] {
                    for unit in [0, 0.5, 1] {
                        let delay = probes.delay(attempt: attempt, randomUnit: unit)
                        #expect(delay >= .zero && delay <= year)
                    }
                }
            }
        }
    }

    @Test("Delays grow by the factor, and jitter spreads them to both sides")
    func growthAndJitter() {
        let probes = halfASecond
        #expect((0..<4).map { probes.delay(attempt: $0, randomUnit: 0.5) } == [0.5, 1, 2, 4].map(Duration.seconds))
        #expect(probes.delay(attempt: 1, randomUnit: 0) == .seconds(0.9))
        #expect(probes.delay(attempt: 1, randomUnit: 1) == .seconds(1.1))
        #expect(probes.delay(attempt: -1, randomUnit: 0.5) == .milliseconds(500))
    }

    @Test(
        "No input makes a delay negative or longer than a year",
        arguments: [
            RedisConfiguration.EarlyProbes.exponential(), .exponential(factor: .infinity), .exponential(factor: .nan),
            .exponential(factor: -3), .exponential(jitter: .nan), .exponential(jitter: 1e300),
            .exponential(from: .seconds(Int64.max)), .exponential(from: .seconds(-5)), .exponential(from: .zero),
            .exponential(factor: 1.000_001),
        ])
    func impossibleSettings(_ probes: RedisConfiguration.EarlyProbes) {
        for attempt in [Int.min, 0, 1, 50, Int.max] {
            for random in [0, 0.5, 1, -.infinity, .infinity, .nan] {
                let delay = probes.delay(attempt: attempt, randomUnit: random)
                #expect(delay >= .zero && delay <= .seconds(365 * 86_400))
            }
        }
    }
}

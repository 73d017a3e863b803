import Logging
import ResilientRedisClient
import Testing

@Suite("Configuration: notices")
struct NoticesTests {
    private static let environment = ["REDIS_URL": "redis:///1?tiemout=3", "REDIS_PASS": "S3cret"]

    @Test("Notices are values of the configuration, whether provenance is recorded or not")
    func values() throws {
        var provenance = RedisConfiguration.Provenance()
        let recorded = try RedisConfiguration(environment: Self.environment, recording: &provenance)
        let configuration = try RedisConfiguration(environment: Self.environment)
        #expect(configuration.notices == provenance.notices)
        #expect(recorded.notices == provenance.notices)
        #expect(configuration.notices.count == 3)
        #expect(try RedisConfiguration(url: "redis://h?nonsense=1").notices.count == 1)
        #expect(RedisConfiguration().notices == [])
    }

    @Test("Notices are not part of comparing configurations")
    func equality() throws {
        let plain = try RedisConfiguration(url: "redis://h")
        let noted = try RedisConfiguration(url: "redis://h?nonsense=1")
        #expect(plain == noted)
        #expect(plain.hashValue == noted.hashValue)
    }

    @Test("A client logs each notice of its configuration once, as a warning")
    func logged() async throws {
        let recorder = Resilience.LogRecorder()
        let configuration = try RedisConfiguration(environment: Self.environment)
        let redis = try RedisClient(configuration, logger: recorder.logger)
        let copy = redis.withTimeout(.seconds(1))
        await copy.shutdown(gracePeriod: .zero)
        for notice in configuration.notices {
            #expect(recorder.lines.count { $0.level == .warning && $0.message.contains(notice) } == 1)
        }
        #expect(!recorder.texts.joined().contains("S3cret"))
    }
}

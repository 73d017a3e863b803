import ResilientRedisClient
import Testing

@Suite("Configuration: validation")
struct ValidationTests {
    @Test("The defaults are valid, and are the documented ones")
    func defaults() throws {
        let configuration = RedisConfiguration()
        try configuration.validate()
        #expect(configuration.endpoint.description == "localhost:6379")
        #expect(configuration.resilience.connectTimeout == .seconds(2))
        #expect(configuration.resilience.commandTimeout == .seconds(2))
        #expect(configuration.resilience.healthCheckInterval == .seconds(15))
        #expect(configuration.resilience.backoff == .seconds(30))
        #expect(configuration.resilience.backoffJitter == 0.1)
        #expect(configuration.resilience.earlyProbes == .exponential())
        #expect(
            RedisConfiguration.EarlyProbes.exponential()
                == .exponential(from: .seconds(1), factor: 2, atMost: .seconds(5), jitter: 0.2))
        #expect(configuration.resilience.retryOnConnectionLoss == .ifSafe)
        #expect(configuration.resilience.backoffTrigger == .failedReconnect)
        #expect(configuration.protocolVersion == .resp2)
        #expect(configuration.tls == nil)
        #expect(RedisConfiguration.TLS().verification == .full)
    }

    @Test("What is unusual but possible is accepted", arguments: ConfigurationChanges.possible.indices)
    func possible(_ index: Int) throws {
        var configuration = RedisConfiguration()
        ConfigurationChanges.possible[index](&configuration)
        try configuration.validate()
    }

    @Test(
        "A value that cannot work is refused with the name of its setting",
        arguments: ConfigurationChanges.impossible.indices)
    func impossible(_ index: Int) throws {
        let (field, change) = ConfigurationChanges.impossible[index]
        var configuration = RedisConfiguration()
        change(&configuration)
        let error = try #require(throws: RedisConfigurationError.self) { try configuration.validate() }
        #expect(error.field == field)
        #expect(error.source == nil)
        #expect(error.description.contains(field))
        #expect(!error.problem.isEmpty && !error.advice.isEmpty)
    }
}

import RedisDrill
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Incidents {
    @Suite("config-mismatch: variables that are not read")
    struct ConfigMismatchTests {
        @Test("With this package REDIS_HOST and REDIS_PORT do where REDIS_URL was expected")
        func resilient() async {
            await #expect(processExitsWith: .success) {
                let result = try await run(.configMismatch, .resilient)
                expectLimits(of: .configMismatch, result)
                #expect(result.report.calls > 100, "\(result.report)")
            }
        }

        @Test("With a default in place of the missing variable, processes crash again and again")
        func crashOnReset() async {
            await #expect(processExitsWith: .success) {
                let result = try await run(.configMismatch, .crashOnReset)
                // Each of the 8 workers came up more than once, and was refused each time.
                #expect(result.processExits > 8, "\(result.processExits) exits")
                #expect(result.report.failed == result.report.calls, "\(result.report)")
                #expect(result.recovery == .never, "\(result.recovery)")
            }
        }

        @Test("Errors name the variables, for the person who has to set them")
        func messages() throws {
            let nothing = #expect(throws: RedisConfigurationError.self) { try RedisConfiguration(environment: [:]) }
            let message = try #require(nothing).description
            #expect(message.contains("REDIS_URL") && message.contains("REDIS_HOST"))

            let port = #expect(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: ["REDIS_HOST": "cache.internal", "REDIS_PORT": "redis"])
            }
            #expect(port?.source == "REDIS_PORT")

            let contradiction = #expect(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: [
                    "REDIS_URL": "redis://one.internal", "REDIS_HOST": "other.internal",
                ])
            }
            #expect(contradiction?.description.contains("REDIS_HOST") == true)
        }
    }
}

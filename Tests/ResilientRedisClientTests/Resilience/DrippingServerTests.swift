import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("A server that drips bytes", .serialized)
    struct DrippingServerTests {
        @Test("A server that drips bytes and never ends a reply opens the breaker at the first deadline")
        func drip() async throws {
            let drip = Array("$1000000\r\n".utf8) + [UInt8](repeating: 120, count: 400)
            let mute = Mute()
            let server = try ScriptedServer(
                .healthy { command in
                    if command.name == "GET" {
                        _ = mute.begin()
                        return [.sendSlowly(drip, every: .milliseconds(30))]
                    }
                    // Every other connection drips as well.
                    return mute.actions == nil ? nil : [.sendSlowly(drip, every: .milliseconds(30))]
                })
            defer { server.stop() }
            let redis = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(1)
                configuration.resilience.backoff = .seconds(30)
            }
            _ = try await redis.ping()
            let attempts = await triedAtOnce(8) { _ in try await redis.text("k") }
            #expect(attempts.allSatisfy { $0.error?.code == .timeout }, "\(attempts.map(\.result))")
            #expect(!redis.availability.isAvailable)
            await expectInstantRefusal(redis)
        }
    }
}

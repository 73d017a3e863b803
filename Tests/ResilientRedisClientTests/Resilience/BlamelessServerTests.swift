import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// Causes of a timeout for one caller while the server works for all others.
    @Suite("Timeouts that are not the server's fault", .serialized)
    struct BlamelessServerTests {
        private static let large = [UInt8](repeating: 0x78, count: 64 << 20)

        @Test("A command timeout while a large value is sent slowly is not an outage")
        func slowWay() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let proxy = try await FaultProxy.start(to: server)
            let client = try client(port: proxy.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(1)
                configuration.resilience.backoff = .seconds(60)
            }
            try await client.set("k", "v")
            let slow = proxy.inject(.bandwidth(bytesPerSecond: 16 << 20), direction: .toServer)
            let attempt = await tried { try await client.set("large", Self.large) }
            #expect(attempt.error?.code == .timeout, "\(attempt.result)")
            #expect(attempt.error?.outcome == .unknown)
            #expect(client.availability == .available)
            slow.lift()
            #expect(try await client.text("k") == "v")
        }

        @Test("A server that freezes during a large write is detected by the next connection attempt")
        func frozen() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .milliseconds(500)
                configuration.resilience.connectTimeout = .milliseconds(500)
                configuration.resilience.backoff = .seconds(60)
            }
            try await client.set("k", "v")
            server.freeze()
            let attempt = await tried { try await client.set("large", Self.large) }
            #expect(attempt.error?.code == .timeout, "\(attempt.result)")
            let next = await tried { try await client.text("k") }
            #expect(next.error != nil)
            #expect(next.duration < slack)
            await client.becomesUnavailable(because: [.handshake])
            server.thaw()
        }

        /// Whether the caller of the blocking command still waits for it.
        enum Blocker: CaseIterable {
            case waits, wasCancelled
        }

        @Test("A timeout behind a blocking call on the same lease is not an outage", arguments: Blocker.allCases)
        func behindBlockingCall(_ blocker: Blocker) async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .milliseconds(300)
                configuration.resilience.backoff = .seconds(60)
            }
            try await client.withConnection { connection in
                let pop = Task {
                    try await connection.send("BLPOP", "queue", 30, as: RESPValue.self)
                }
                try await Self.waitUntil(client, sees: "cmd=blpop")
                if blocker == .wasCancelled {
                    pop.cancel()
                    await #expect(throws: CancellationError.self) { try await pop.value }
                }
                let attempt = await tried { try await connection.get("k", as: String.self) }
                #expect(attempt.error?.code == .timeout, "\(attempt.result)")
                #expect(client.availability == .available)
                _ = try await client.send("RPUSH", "queue", "item", as: Int.self)
                if blocker == .waits { #expect(try await pop.value.elements?.count == 2) }
                #expect(try await connection.set("k", "v"))
            }
        }

        /// Waits until the server's list of clients has this in it.
        private static func waitUntil(_ client: RedisClient, sees text: String) async throws {
            while try await !client.send("CLIENT", "LIST", as: String.self).contains(text) {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }
}

import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// An outage is a statement about the server: trouble on one connection is not an outage while another one works.
    @Suite("Failures of a single connection")
    struct OneConnectionTests {
        private func server(_ directives: [String: String] = [:]) async throws -> RedisServer {
            try await RedisServer.start(directives: directives)
        }

        private func client(
            _ server: RedisServer, _ change: (inout RedisConfiguration) -> Void = { _ in }
        ) throws -> RedisClient {
            try Resilience.client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(1)
                configuration.resilience.backoff = .seconds(30)
                change(&configuration)
            }
        }

        /// Reads until `work` is done. Returns how many reads failed, and how long the slowest took.
        private func reading<Value: Sendable>(
            _ redis: RedisClient, during work: @escaping @Sendable () async throws -> Value
        ) async throws -> (value: Value, reads: Int, failures: [String]) {
            let task = Task { try await work() }
            let reader = Task {
                var (reads, failures) = (0, [String]())
                while !Task.isCancelled {
                    let attempt = await tried { try await redis.text("k") }
                    reads += 1
                    if let error = attempt.error { failures.append(error.description) }
                    try? await Task.sleep(for: .milliseconds(5))
                }
                return (reads, failures)
            }
            let value = try await task.value
            reader.cancel()
            let (reads, failures) = await reader.value
            return (value, reads, failures)
        }

        @Test("A leased write during CLIENT PAUSE WRITE times out alone: reads go on")
        func leasedWrite() async throws {
            let server = try await server()
            let redis = try client(server)
            let other = try client(server)
            try await redis.set("k", "v")
            let result = try await reading(redis) {
                try await redis.withConnection { connection in
                    _ = try await other.send("CLIENT", "PAUSE", 4000, "WRITE", as: String.self)
                    return await tried { try await connection.set("k", "w") }
                }
            }
            #expect(result.value.error?.code == .timeout)
            #expect(result.reads > 10)
            #expect(result.failures.isEmpty, "\(result.failures.prefix(3))")
            #expect(redis.availability.isAvailable)
            _ = try await other.send("CLIENT", "UNPAUSE", as: String.self)
        }

        @Test("A leased write during CLIENT PAUSE WRITE is no outage either while no other call is made")
        func loneLeasedWrite() async throws {
            let server = try await server()
            let redis = try client(server)
            let other = try client(server)
            try await redis.set("k", "v")
            _ = try await other.send("CLIENT", "PAUSE", 4000, "WRITE", as: String.self)
            let attempt = await tried { try await redis.withConnection { try await $0.set("k", "w") } }
            #expect(attempt.error?.code == .timeout)
            #expect(redis.availability.isAvailable)
            #expect(try await redis.text("k") == "v")
            _ = try await other.send("CLIENT", "UNPAUSE", as: String.self)
        }

        @Test("A write on the shared connection during CLIENT PAUSE WRITE is no outage: later reads are answered")
        func sharedWrite() async throws {
            let server = try await server()
            let redis = try client(server)
            let other = try client(server)
            try await redis.set("k", "v")
            _ = try await other.send("CLIENT", "PAUSE", 4000, "WRITE", as: String.self)
            let write = Task { await tried { try await redis.set("k", "w") } }
            // Its own, the writer's, and that which takes over.
            try await until {
                try await other.send("CLIENT", "LIST", as: String.self).split(separator: "\n").count >= 3
            }
            for _ in 0..<20 { #expect(try await redis.text("k") == "v") }
            #expect(await write.value.error?.code == .timeout)
            for _ in 0..<20 { #expect(try await redis.text("k") == "v") }
            #expect(redis.availability.isAvailable)
            _ = try await other.send("CLIENT", "UNPAUSE", as: String.self)
        }

        @Test("A connection that the network swallows is replaced by a fresh one: no outage")
        func swallowed() async throws {
            let server = try await server()
            let proxy = try await FaultProxy.start(to: server)
            let redis = try Resilience.client(port: proxy.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(1)
                configuration.resilience.backoff = .seconds(30)
            }
            try await redis.set("k", "v")
            // What is open stays swallowed; new connections work.
            let fault = proxy.inject(.silentDrop, when: .onCommand("GET"))
            let lost = Task { await tried { try await redis.text("k") } }
            try await fault.waitUntilFired()
            #expect(await lost.value.error?.code == .timeout)
            #expect(fault.firings == 1)
            #expect(redis.availability.isAvailable)
            #expect(try await redis.text("k") == "v")
            await proxy.stop()
        }

        @Test("A lease refused because of maxclients fails alone: the shared connection stays in use")
        func maximumClients() async throws {
            let server = try await server(["maxclients": "1"])
            let redis = try client(server)
            try await redis.set("k", "v")
            let attempt = await tried { try await redis.withConnection { try await $0.ping() } }
            #expect(attempt.error?.code == .unavailable, "\(attempt.result)")
            #expect(attempt.error?.message.contains("maxclients") == true)
            #expect(redis.availability.isAvailable)
            #expect(try await redis.text("k") == "v")
        }

        @Test("A lease that cannot connect is no outage while the shared connection works, idle or not")
        func refusedLease() async throws {
            let server = try await server()
            let proxy = try await FaultProxy.start(to: server)
            let redis = try Resilience.client(port: proxy.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(2)
                configuration.resilience.backoff = .seconds(30)
            }
            try await redis.set("k", "v")
            let fault = proxy.inject(.refuse)
            let attempt = await tried { try await redis.withConnection { try await $0.ping() } }
            #expect(attempt.error != nil)
            #expect(redis.availability.isAvailable)
            #expect(try await redis.text("k") == "v")
            fault.lift()
            #expect(try await redis.withConnection { try await $0.ping() } == "PONG")
            await proxy.stop()
        }

        @Test(
            "One command's error reply is not the server's state",
            arguments: ["LOADING of a script", "CLUSTERDOWN Hash slot not served", "MASTERDOWN says a script"])
        func errorReplies(_ text: String) async throws {
            let server = try await server()
            let redis = try client(server)
            for _ in 0..<3 {
                let attempt = await tried {
                    try await redis.send("EVAL", "return redis.error_reply(ARGV[1])", 0, text, as: String.self)
                }
                #expect(attempt.error?.code == .server)
                #expect(attempt.error?.reply?.name == text.split(separator: " ").first.map(String.init))
            }
            #expect(redis.availability.isAvailable)
            #expect(try await redis.ping() == "PONG")
            #expect(redis.availability.isAvailable)
        }

        @Test("A server that is silent on every connection is still an outage, at the deadline")
        func silentServer() async throws {
            let server = try await server()
            let redis = try client(server) { $0.pool.sharedConnections = 2 }
            for _ in 0..<4 { _ = try await redis.ping() }
            server.freeze()
            defer { server.thaw() }
            let start = ContinuousClock.now
            let attempts = await triedAtOnce(4) { _ in try await redis.text("k") }
            #expect(attempts.allSatisfy { $0.error?.code == .timeout || $0.error?.code == .unavailable })
            #expect(ContinuousClock.now - start < .seconds(1) + Resilience.slack)
            #expect(!redis.availability.isAvailable)
        }
    }
}

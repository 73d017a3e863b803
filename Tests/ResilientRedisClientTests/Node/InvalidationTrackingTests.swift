import Logging
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("Invalidation tracking", .serialized, .timeLimit(.minutes(1)))
struct InvalidationTrackingTests {
    /// The protocol versions that this build can speak.
    static let versions: [RedisConfiguration.ProtocolVersion] = ReplyReader.supportsRESP3 ? [.resp2, .resp3] : [.resp2]

    private func client(
        port: Int, _ change: (inout RedisConfiguration) -> Void = { _ in }
    ) throws -> RedisClient {
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: port))
        configuration.resilience.backoff = .milliseconds(100)
        change(&configuration)
        return try RedisClient(configuration)
    }

    @Test(
        "Tracking reports every key with the prefix that another caller changes, removes or lets expire",
        arguments: versions)
    func changes(_ version: RedisConfiguration.ProtocolVersion) async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port) { $0.protocolVersion = version }
        let other = try client(port: server.port)
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        try await other.set("ns:a", "1")
        try await recorder.hears(.changed("ns:a"))
        try await other.set("elsewhere", "1")
        _ = try await other.del("ns:a")
        try await recorder.hears(.changed("ns:a"), .changed("ns:a"))
        try await other.set("ns:b", "1", expires: .in(.milliseconds(20)))
        try await recorder.hears(.changed("ns:b"), .changed("ns:b"))
        _ = try await other.send("FLUSHALL", as: String.self)
        try await recorder.hears(.everything)
        #expect(!recorder.events.contains(.changed("elsewhere")))
        #expect(!recorder.events.contains(.ended))
        withExtendedLifetime(tracking) {}
    }

    @Test("Releasing the last tracking handle while its connection is being opened leaves no connection behind")
    func releasedWhileDialling() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port) { configuration in
            configuration.resilience.connectTimeout = .seconds(60)
            configuration.resilience.commandTimeout = .seconds(60)
        }
        let other = try client(port: server.port)
        try await other.set("k", "v")
        server.freeze()
        var tracking: ConsumerHandle? = redis.trackInvalidations(prefix: "", listener: InvalidationRecorder())
        withExtendedLifetime(tracking) {}
        tracking = nil
        // The shared connection and the one of the released tracking are both accepted once the server continues.
        async let answer = redis.get("k", as: String.self)
        server.thaw()
        #expect(try await answer == "v")
        // Ends every connection that is still open, so that only the needed ones are opened again.
        _ = try await other.send("CLIENT", "KILL", "SKIPME", "yes", as: Int.self)
        #expect(try await redis.get("k", as: String.self) == "v")
        let clients = try await other.send("CLIENT", "LIST", as: String.self)
        #expect(clients.split(separator: "\n").count == 2, "\(clients)")
    }

    @Test("Tracking reports all keys when the prefix is empty")
    func noPrefix() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port)
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "", listener: recorder)
        try await recorder.hears(.began)
        try await redis.set("anything", "1")
        try await recorder.hears(.changed("anything"))
        withExtendedLifetime(tracking) {}
    }

    @Test("Tracking reports its end when its connection is cut, and begins again by itself", arguments: versions)
    func cut(_ version: RedisConfiguration.ProtocolVersion) async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port) { configuration in
            configuration.protocolVersion = version
            configuration.clientName = "tracked"
        }
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        let admin = try client(port: server.port)
        _ = try await admin.send("CLIENT", "KILL", "SKIPME", "yes", as: Int.self)
        try await recorder.hears(.ended, .began)
        try await admin.set("ns:a", "1")
        try await recorder.hears(.changed("ns:a"))
        withExtendedLifetime(tracking) {}
    }

    @Test("Tracking ends with an outage and begins again when Redis has recovered")
    func outage() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port)
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        server.kill()
        try await recorder.hears(.ended)
        try await server.restart()
        try await recorder.hears(.began)
        #expect(recorder.events == [.began, .ended, .began])
        withExtendedLifetime(tracking) {}
    }

    @Test("Tracking ends when its idle connection fails a health check, and begins again after recovery")
    func silence() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port) { configuration in
            configuration.resilience.healthCheckInterval = .milliseconds(100)
            configuration.resilience.healthCheckTimeout = .milliseconds(100)
            configuration.resilience.connectTimeout = .milliseconds(300)
        }
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        // Longer than several intervals: answered PINGs keep it.
        try await Task.sleep(for: .milliseconds(450))
        #expect(recorder.events == [.began])
        server.freeze()
        try await recorder.hears(.ended)
        server.thaw()
        try await recorder.hears(.began)
        withExtendedLifetime(tracking) {}
    }

    @Test("Tracking does not begin with a server that does not support it, which is logged once")
    func unknown() async throws {
        let server = try ScriptedServer(
            .healthy { command in
                guard command.name == "CLIENT" else { return nil }
                return command.words.contains("ID")
                    ? [.send(":7\r\n")] : [.send("-ERR unknown subcommand 'TRACKING'\r\n")]
            })
        defer { server.stop() }
        let log = Resilience.LogRecorder()
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port))
        configuration.resilience.backoff = .milliseconds(20)
        let redis = try RedisClient(configuration, logger: log.logger)
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await server.waitForConnections(3)
        #expect(recorder.events.isEmpty)
        #expect(log.lines.map(\.level) == [.warning])
        #expect(log.lines.first?.metadata["detail"]?.contains("TRACKING") == true)
        #expect(redis.availability == .available)
        withExtendedLifetime(tracking) {}
    }

    @Test("Tracking ends and its connection closes when the last handle is released")
    func release() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port) { $0.clientName = "tracked" }
        let recorder = InvalidationRecorder()
        var tracking: ConsumerHandle? = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        _ = tracking.take()
        try await recorder.hears(.ended)
        let admin = try client(port: server.port)
        while try await admin.send("CLIENT", "LIST", as: String.self).contains("name=tracked") {
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    @Test("Tracking ends when the client is shut down, and does not begin after that")
    func shutdown() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port)
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        await redis.shutdown(gracePeriod: .zero)
        #expect(recorder.events == [.began, .ended])
        let late = InvalidationRecorder()
        let none = redis.trackInvalidations(prefix: "ns:", listener: late)
        #expect(late.events.isEmpty)
        withExtendedLifetime((tracking, none)) {}
    }

    @Test("Tracking begins again after a reset of the client")
    func reset() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let redis = try client(port: server.port)
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        await redis.reset()
        try await recorder.hears(.ended, .began)
        withExtendedLifetime(tracking) {}
    }

    @Test("Tracking begins after a retry when the server's first answer takes longer than the connect timeout")
    func slowAnswer() async throws {
        let server = try ScriptedServer(
            .healthy { command in
                switch command.words.prefix(2) {
                case ["CLIENT", "ID"]:
                    (command.connection == 0 ? [.pause(.milliseconds(400))] : []) + [.send(":7\r\n")]
                case ["SUBSCRIBE", "__redis__:invalidate"]:
                    [.send("*3\r\n$9\r\nsubscribe\r\n$20\r\n__redis__:invalidate\r\n:1\r\n")]
                default: nil
                }
            })
        defer { server.stop() }
        let redis = try client(port: server.port) { configuration in
            configuration.resilience.connectTimeout = .milliseconds(200)
            configuration.resilience.commandTimeout = .seconds(20)
        }
        let recorder = InvalidationRecorder()
        let tracking = redis.trackInvalidations(prefix: "ns:", listener: recorder)
        try await recorder.hears(.began)
        withExtendedLifetime(tracking) {}
    }
}

import Logging
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// What a person on call needs: one line when something begins, with its cause, and one when it is over.
    @Suite("The log of a refusal", .serialized)
    struct OnCallTests {
        @Test("A refused login is told once with what the server says, and once when it is over")
        func refusedLogin() async throws {
            let server = try await RedisServer.start(password: "right")
            defer { server.stop() }
            let admin = try client(port: server.port) { $0.credentials = .init(password: "right") }
            _ = try await admin.ping()
            let log = LogRecorder()
            let redis = try client(port: server.port, logger: log.logger) { $0.credentials = .init(password: "wrong") }
            for _ in 0..<50 {
                let error = await tried { try await redis.text("k") }.error
                #expect(error?.reply?.name == "WRONGPASS")
                #expect(error?.isServiceFailure == true)
            }
            _ = try await admin.send("CONFIG", "SET", "requirepass", "wrong", as: String.self)
            await redis.becomesAvailable()
            #expect(try await redis.text("k") == nil)
            await redis.reportsAreDelivered()
            try #require(log.lines.count == 2, "\(log.lines)")
            #expect(log.lines[0].level == .warning)
            #expect(log.lines[0].metadata["cause"] == "accessRefused")
            #expect(log.lines[0].metadata["detail"]?.contains("WRONGPASS") == true)
            #expect(log.lines[1].message.contains("available again"))
        }

        @Test("Refused writes are told once, with the reason, and once when the server accepts them again")
        func refusedWrites() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let log = LogRecorder()
            let redis = try client(port: server.port, logger: log.logger)
            _ = try await redis.send("CONFIG", "SET", "maxmemory", "1", as: String.self)
            for _ in 0..<20 {
                let error = await tried { try await redis.set("k", "v") }.error
                #expect(error?.reply?.name == "OOM")
                #expect(error?.isServiceFailure == true)
                #expect(try await redis.text("k") == nil)
            }
            #expect(redis.availability.isAvailable)
            _ = try await redis.send("CONFIG", "SET", "maxmemory", "0", as: String.self)
            try await until {
                _ = try await redis.set("k", "v")
                await redis.reportsAreDelivered()
                return log.lines.count >= 2
            }
            #expect(log.lines.map(\.message) == ["Redis refuses writes; reads go on", "Redis accepts writes again"])
            #expect(log.lines[0].metadata["cause"] == "OOM")
            #expect(log.lines[1].metadata["refused_writes"] == "20")
        }

        @Test("A server that loads after it was away is told as such")
        func loading() async throws {
            let server = try ScriptedServer(.acceptThenClose)
            defer { server.stop() }
            let log = LogRecorder()
            let redis = try client(port: server.port, logger: log.logger)
            _ = await tried { try await redis.text("k") }
            try await server.become(.healthy { _ in [.send("-LOADING Redis is loading the dataset\r\n")] })
            await redis.becomesUnavailable(because: [.loading])
            try await server.become(echo())
            await redis.becomesAvailable()
            await redis.reportsAreDelivered()
            #expect(log.lines.map(\.level) == [.warning, .notice, .notice], "\(log.lines)")
            #expect(log.lines.dropFirst().first?.metadata["cause"] == "loading")
        }

        @Test(
            "An error tells whether the service or the command is at fault",
            arguments: [
                ("WRONGTYPE Operation against a key", false), ("ERR syntax error", false), ("NOPERM no", false),
                ("READONLY You can't write", true), ("OOM command not allowed", true), ("BUSY script", true),
                ("NOAUTH Authentication required.", true), ("MISCONF no snapshots", true), ("NOREPLICAS few", true),
                ("ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write", true),
            ])
        func fault(_ reply: String, _ isServiceFailure: Bool) async throws {
            let server = try ScriptedServer(echo { $0.name == "SET" ? [.send("-\(reply)\r\n")] : nil })
            defer { server.stop() }
            let redis = try client(port: server.port)
            let error = try #require(await tried { try await redis.set("k", "v") }.error)
            #expect(error.code == .server)
            #expect(error.isServiceFailure == isServiceFailure)
        }
    }
}

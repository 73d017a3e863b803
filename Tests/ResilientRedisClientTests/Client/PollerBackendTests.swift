import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// The client on each way of waiting for sockets. Systems without epoll have the second one only.
@Suite("Poller backends")
struct BackendTests {
    private func withClient(
        _ backend: PollerBackend, _ body: (RedisClient, RedisServer) async throws -> Void
    ) async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        var configuration = RedisConfiguration(endpoint: .tcp(host: "localhost", port: server.port))
        configuration.resilience.commandTimeout = .seconds(20)
        configuration.resilience.connectTimeout = .seconds(20)
        let redis = try RedisClient(configuration, backend: backend)
        try await body(redis, server)
        await redis.shutdown(gracePeriod: .zero)
    }

    @Test("Values of every size make the round trip", arguments: PollerBackend.allCases)
    func roundTrip(_ backend: PollerBackend) async throws {
        try await withClient(backend) { redis, _ in
            for size in [0, 1, 100, 16_383, 16_384, 1_000_000, 5_000_000] {
                let value = [UInt8](repeating: UInt8(size % 251), count: size)
                try await redis.set("size:\(size)", value)
                #expect(try await redis.get("size:\(size)", as: [UInt8].self) == value)
            }
            #expect(try await redis.get("none", as: String.self) == nil)
        }
    }

    @Test("50 tasks get their own values, never another's", arguments: PollerBackend.allCases)
    func load(_ backend: PollerBackend) async throws {
        try await withClient(backend) { redis, _ in
            try await withThrowingTaskGroup { group in
                for task in 0..<50 {
                    group.addTask {
                        for round in 0..<100 {
                            let value = "\(task):\(round):" + String(repeating: "v", count: task * round % 997)
                            try await redis.set("key:\(task)", value)
                            #expect(try await redis.get("key:\(task)", as: String.self) == value)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let used = try await redis.withConnection { try await $0.dbsize() }
            #expect(used == 50)
        }
    }

    @Test("A server that stops is detected, and used again after its restart", arguments: PollerBackend.allCases)
    func restart(_ backend: PollerBackend) async throws {
        try await withClient(backend) { redis, server in
            try await redis.set("key", "before")
            try await server.restart()
            #expect(try await redis.get("key", as: String.self) == nil)
            try await redis.set("key", "after")
            #expect(try await redis.get("key", as: String.self) == "after")
        }
    }
}

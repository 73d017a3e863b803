import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// The error replies of real servers in degraded states.
    @Suite("States of a real server", .serialized)
    struct RealServerStateTests {
        @Test("A server at its maxclients limit is unavailable until a place becomes free")
        func maximumClients() async throws {
            let server = try await RedisServer.start(directives: ["maxclients": "1"])
            defer { server.stop() }
            let first = try client(port: server.port)
            #expect(try await first.send("PING", as: String.self) == "PONG")
            let second = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(20) }
            let attempt = await tried { try await second.text("k") }
            #expect(attempt.error?.code == .unavailable)
            #expect(attempt.error?.outcome == .notSent)
            #expect(attempt.error?.message.contains("maxclients") == true)
            #expect(attempt.duration < slack)
            await expectInstantRefusal(second)
            await second.becomesUnavailable(because: [.maximumClients])
            await first.shutdown()
            await second.becomesAvailable()
            #expect(try await second.set("k", "v"))
        }

        @Test("A server at its maxclients limit reports this on a Unix socket as well")
        func maximumClientsOnUnixSocket() async throws {
            let server = try await RedisServer.start(unixSocket: true, directives: ["maxclients": "1"])
            defer { server.stop() }
            let first = try client(port: server.port)
            #expect(try await first.send("PING", as: String.self) == "PONG")
            let path = try #require(server.socketPath)
            for _ in 0..<20 {
                let second = try RedisClient(RedisConfiguration(endpoint: .unixSocket(path: path)))
                let attempt = await tried { try await second.text("k") }
                #expect(attempt.error?.code == .unavailable)
                #expect(attempt.error?.message.contains("maxclients") == true, "\(attempt.result)")
                await second.becomesUnavailable(because: [.maximumClients])
            }
        }

        @Test("A server that loads its data set is unavailable until it is done")
        func loading() async throws {
            // Two milliseconds a key, and a look at the clients after every second one.
            let server = try await RedisServer.start(directives: [
                "key-load-delay": "2000", "loading-process-events-interval-bytes": "2048", "rdbcompression": "no",
            ])
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.backoff = .milliseconds(50)
                configuration.resilience.commandTimeout = .seconds(20)
            }
            #expect(try await client.send("DEBUG", "POPULATE", 1000, "key", 1000, as: String.self) == "OK")
            #expect(try await client.set("kept", "value"))
            #expect(try await client.send("SAVE", as: String.self) == "OK")
            server.kill()
            let restart = Task { try await server.restart() }
            var error: RedisError?
            try await until {
                await client.reset()
                error = await tried { try await client.text("kept") }.error
                return error?.code == .server
            }
            #expect(error?.reply?.name == "LOADING")
            #expect(error?.outcome == .rejected)
            await expectInstantRefusal(client)
            await client.becomesUnavailable(because: [.loading])
            try await restart.value
            await client.becomesAvailable()
            #expect(try await client.text("kept") == "value")
        }

        @Test(
            "A server that wants a password: the error says what is wrong with ours, and the outage has a cause of its own"
        )
        func passwords() async throws {
            let server = try await RedisServer.start(password: "correct horse")
            defer { server.stop() }
            let good = try client(port: server.port) { $0.credentials = .init(password: "correct horse") }
            #expect(try await good.set("k", "v"))
            let cases: [(RedisConfiguration.Credentials?, String)] = [
                (nil, "NOAUTH"), (.init(password: "battery staple"), "WRONGPASS"),
                (.init(username: "nobody", password: "battery staple"), "WRONGPASS"),
            ]
            for (credentials, name) in cases {
                let client = try client(port: server.port) { $0.credentials = credentials }
                let attempts = await triedAtOnce(10) { _ in try await client.text("k") }
                for attempt in attempts {
                    #expect(attempt.error?.code == .server)
                    #expect(attempt.error?.outcome == .rejected)
                    #expect(attempt.error?.reply?.name == name)
                    #expect(attempt.error?.message.contains("password") == true)
                    #expect(attempt.error.map { "\($0)".contains("battery") } == false)
                }
                guard case .unavailable(.accessRefused, _) = client.availability else {
                    Issue.record("\(client.availability)")
                    return
                }
            }
        }

        @Test("A user with few permissions can use them, and NOPERM is not an outage")
        func permissions() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let admin = try client(port: server.port)
            _ = try await admin.send(
                "ACL", "SETUSER", "reader", "on", ">secret", "~public:*", "-@all", "+get", as: String.self)
            let client = try client(port: server.port) {
                $0.credentials = .init(username: "reader", password: "secret")
            }
            #expect(try await client.text("public:k") == nil)
            for (key, isWrite) in [("private:k", false), ("public:k", true)] {
                let attempt = await tried {
                    isWrite ? try await client.set(key, "v") : try await client.text(key) == nil
                }
                #expect(attempt.error?.code == .server)
                #expect(attempt.error?.reply?.name == "NOPERM")
                #expect(attempt.error?.outcome == .rejected)
            }
            #expect(client.availability == .available)
        }

        @Test("A server that cannot save its snapshot still serves reads to new clients")
        func misconf() async throws {
            let server = try await RedisServer.start(directives: ["save": "3600 1"])
            defer { server.stop() }
            let admin = try client(port: server.port)
            try await admin.set("k", "v")
            // The snapshot cannot take the place of a folder.
            try FileManager.default.createDirectory(
                atPath: server.folderPath + "/dump.rdb/in/the/way", withIntermediateDirectories: true)
            _ = try await admin.send("BGSAVE", as: String.self)
            try await until {
                try await admin.send("INFO", "persistence", as: String.self).contains("last_bgsave_status:err")
            }
            let client = try client(port: server.port)
            #expect(try await client.text("k") == "v")
            let write = await tried { try await client.set("k", "new") }
            #expect(write.error?.code == .server)
            #expect(write.error?.reply?.name == "MISCONF")
            #expect(write.error?.outcome == .rejected)
            #expect(client.availability == .available)
        }

        @Test("A server that is out of memory still serves reads")
        func outOfMemory() async throws {
            let server = try await RedisServer.start(directives: ["maxmemory": "1"])
            defer { server.stop() }
            let client = try client(port: server.port)
            let write = await tried { try await client.set("k", "v") }
            #expect(write.error?.reply?.name == "OOM")
            #expect(write.error?.outcome == .rejected)
            #expect(try await client.text("k") == nil)
            #expect(client.availability == .available)
        }

        @Test("A server that is busy with a script reports this to all callers, and is not an outage")
        func busy() async throws {
            let server = try await RedisServer.start(directives: ["lua-time-limit": "20"])
            defer { server.stop() }
            let scripter = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(30) }
            let script = Task {
                await tried { try await scripter.send("EVAL", "while true do end", 0, as: RESPValue.self) }
            }
            let client = try client(port: server.port)
            var error: RedisError?
            try await until {
                error = await tried { try await client.text("k") }.error
                return error != nil
            }
            #expect(error?.code == .server)
            #expect(error?.reply?.name == "BUSY")
            #expect(error?.outcome == .rejected)
            #expect(client.availability == .available)
            #expect(try await client.send("SCRIPT", "KILL", as: String.self) == "OK")
            #expect(await script.value.error?.code == .server)
            #expect(try await client.text("k") == nil)
        }

        @Test("A replica refuses writes and serves reads, and is unavailable if it must not serve stale data")
        func replica() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let admin = try client(port: server.port)
            let client = try client(port: server.port) { $0.resilience.backoff = .milliseconds(50) }
            #expect(try await client.set("k", "v"))
            // No one listens on that port: the link never comes up.
            _ = try await admin.send("REPLICAOF", "127.0.0.1", 1, as: String.self)
            let write = await tried { try await client.set("k", "new") }
            #expect(write.error?.reply?.name == "READONLY")
            #expect(write.error?.outcome == .rejected)
            #expect(client.availability == .available)
            #expect(try await client.text("k") == "v")
            _ = try await admin.send("CONFIG", "SET", "replica-serve-stale-data", "no", as: String.self)
            let read = await tried { try await client.text("k") }
            #expect(read.error?.reply?.name == "MASTERDOWN")
            #expect(read.error?.outcome == .rejected)
            await client.becomesUnavailable(because: [.masterDown])
            _ = try await admin.send("REPLICAOF", "NO", "ONE", as: String.self)
            await client.becomesAvailable()
            #expect(try await client.set("k", "new"))
        }

        @Test("Writes that wait for room on the connection get a reply after the server has become a replica")
        func replicaWhileOthersWait() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(30)
                configuration.resilience.connectTimeout = .seconds(30)
            }
            _ = try await client.send("REPLICAOF", "127.0.0.1", 1, as: String.self)
            server.freeze()
            // Far more than the system's buffers hold, so that what comes after it waits in the client.
            let payload = [UInt8](repeating: 0x78, count: 16 << 20)
            func write(_ key: String) async throws -> Task<Attempt<Bool>, Never> {
                let task = Task { await tried { try await client.set(key, payload) } }
                try await Task.sleep(for: .milliseconds(50))
                return task
            }
            let first = try await write("first")
            // Its reply comes late, so that the connection stays open for it.
            var encoder = RESPEncoder("XREAD")
            for word in ["BLOCK", "20000", "STREAMS", "s", "$"] { encoder.append(word) }
            let command = RedisCommand<RESPValue>(encoder, traits: [])
            let late = Task { await tried { try await client.send(command) } }
            try await Task.sleep(for: .milliseconds(50))
            // This one is on the connection when the first answer comes, the others are not.
            let second = try await write("second")
            let others = [try await write("third"), try await write("fourth")]
            server.thaw()
            for write in [first] + others {
                let attempt = await write.value
                #expect(attempt.error?.reply?.name == "READONLY", "\(attempt.result)")
                #expect(attempt.duration < .seconds(10))
            }
            second.cancel()
            late.cancel()
            #expect(await late.value.isCancellation)
            #expect(client.availability == .available)
        }
    }
}

import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Names and addresses", .serialized)
    struct NameResolutionTests {
        @Test("A name that does not resolve is an outage that ends by itself")
        func failure() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let book = AddressBook(.failure("nobody knows that name"))
            let client = try client(port: server.port, host: "redis.test", resolver: book)
            let attempt = await tried { try await client.text("k") }
            let error = try #require(attempt.error)
            #expect(error.code == .unavailable)
            #expect(error.outcome == .notSent)
            #expect(error.message.contains("nobody knows that name"))
            #expect(error.endpoint == "redis.test:\(server.port)")
            #expect(attempt.duration < slack)
            await client.becomesUnavailable(because: [.nameResolution])
            await expectInstantRefusal(client)
            book.set(.addresses("127.0.0.1"))
            await client.becomesAvailable()
            #expect(try await client.text("k") == "k")
        }

        @Test("A name that no longer resolves is noticed when a connection has to be replaced")
        func failureInTraffic() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let book = AddressBook(.addresses("127.0.0.1"))
            let client = try client(port: server.port, host: "redis.test", resolver: book)
            let traffic = Traffic(client)
            try await traffic.answers()
            book.set(.failure("nobody knows that name"))
            try await traffic.answers()
            #expect(client.availability == .available)
            server.perform([.reset])
            await client.becomesUnavailable(because: [.nameResolution])
            try await traffic.failures(200)
            book.set(.addresses("127.0.0.1"))
            await client.becomesAvailable()
            try await traffic.answers()
            let report = await traffic.stop()
            #expect(report.wrongAnswers == [])
            for failure in report.failures where failure.error.code != .unavailable {
                #expect(failure.isWrite && failure.error.code == .connectionLost, "\(failure)")
            }
        }

        @Test("A resolver that never answers costs the connect timeout and nothing more")
        func stalled() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let book = AddressBook(.stalled)
            defer { book.set(.addresses("127.0.0.1")) }
            let client = try client(port: server.port, host: "redis.test", resolver: book) { configuration in
                configuration.resilience.connectTimeout = .milliseconds(250)
                configuration.resilience.commandTimeout = .seconds(5)
            }
            let attempts = await triedAtOnce(50) { index in try await client.text("key:\(index)") }
            for attempt in attempts {
                #expect(attempt.error?.code == .unavailable)
                #expect(attempt.duration < .milliseconds(250) + slack)
            }
            #expect(attempts.compactMap(\.error).contains { $0.message.contains("within 0.25 s") })
            await client.becomesUnavailable(because: [.nameResolution])
            await expectInstantRefusal(client)
            book.set(.addresses("127.0.0.1"))
            await client.becomesAvailable()
            #expect(try await client.text("k") == "k")
        }

        @Test("A stalled resolver does not hold up a connection that works")
        func stalledWhileConnected() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let book = AddressBook(.addresses("127.0.0.1"))
            defer { book.set(.addresses("127.0.0.1")) }
            let client = try client(port: server.port, host: "redis.test", resolver: book) { configuration in
                configuration.resilience.connectTimeout = .seconds(20)
                configuration.resilience.commandTimeout = .seconds(20)
            }
            #expect(try await client.text("k") == "k")
            book.set(.stalled)
            let lease = Task { try await client.withConnection { try await $0.get("lease", as: String.self) } }
            try await until { book.questions == 2 }
            let attempt = await tried { try await client.text("quick") }
            #expect(attempt.value == "quick")
            #expect(attempt.duration < slack)
            book.set(.addresses("127.0.0.1"))
            #expect(try await lease.value == "lease")
        }

        @Test("An address that refuses is followed by the next one")
        func nextAddress() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let book = AddressBook(.addresses("127.0.0.2", "::1", "127.0.0.1"))
            let client = try client(port: server.port, host: "redis.test", resolver: book)
            #expect(try await client.text("k") == "k")
            #expect(client.availability == .available)
        }

        #if os(Linux)
            @Test("Addresses that never answer leave time for the next one")
            func silentAddresses() async throws {
                let server = try ScriptedServer(echo())
                defer { server.stop() }
                let silent = try ["127.0.0.2", "127.0.0.3"].map { try SilentListener(address: $0, port: server.port) }
                let book = AddressBook(.addresses("127.0.0.2", "127.0.0.3", "127.0.0.1"))
                let client = try client(port: server.port, host: "redis.test", resolver: book) { configuration in
                    configuration.resilience.connectTimeout = .seconds(2)
                    configuration.resilience.commandTimeout = .seconds(5)
                }
                let attempt = await tried { try await client.text("k") }
                #expect(attempt.value == "k", "\(attempt.result)")
                #expect(attempt.duration < .seconds(2))
                withExtendedLifetime(silent) {}
            }

            @Test("An address that never answers delays the connection by a quarter of a second, not by its share")
            func silentFirstAddress() async throws {
                let server = try ScriptedServer(echo())
                defer { server.stop() }
                let silent = try SilentListener(address: "127.0.0.2", port: server.port)
                let book = AddressBook(.addresses("127.0.0.2", "127.0.0.1"))
                let client = try client(port: server.port, host: "redis.test", resolver: book) { configuration in
                    configuration.resilience.connectTimeout = .seconds(20)
                    configuration.resilience.commandTimeout = .seconds(20)
                }
                let attempt = await tried { try await client.text("k") }
                #expect(attempt.value == "k", "\(attempt.result)")
                #expect(attempt.duration >= .milliseconds(250))
                #expect(attempt.duration < .milliseconds(250) + slack)
                withExtendedLifetime(silent) {}
            }

            @Test("When no address answers in time, each one is named with its result")
            func silentAndRefused() async throws {
                let server = try ScriptedServer(.refuse)
                defer { server.stop() }
                let silent = try SilentListener(address: "127.0.0.2", port: server.port)
                let book = AddressBook(.addresses("127.0.0.2", "127.0.0.1"))
                let client = try client(port: server.port, host: "redis.test", resolver: book) { configuration in
                    configuration.resilience.connectTimeout = .milliseconds(600)
                }
                let message = try #require(await tried { try await client.text("k") }.error).message
                #expect(message.contains("127.0.0.1: Connection refused; 127.0.0.2: no answer"))
                withExtendedLifetime(silent) {}
            }
        #endif

        @Test("Every address is named when none could be reached")
        func allRefused() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let book = AddressBook(.addresses("127.0.0.1", "127.0.0.2"))
            let client = try client(port: server.port, host: "redis.test", resolver: book)
            let message = try #require(await tried { try await client.text("k") }.error).message
            #expect(message.contains("127.0.0.1: Connection refused"))
            #expect(message.contains("127.0.0.2: Connection refused"))
        }

        @Test("A name is resolved again for every connection")
        func resolvedAnew() async throws {
            let server = try await RedisServer.start(directives: ["bind": "127.0.0.1 127.0.0.2"])
            defer { server.stop() }
            let book = AddressBook(.addresses("127.0.0.1"))
            let client = try client(port: server.port, host: "redis.test", resolver: book)
            #expect(try await client.send("CLIENT", "INFO", as: String.self).contains("laddr=127.0.0.1:"))
            book.set(.addresses("127.0.0.2"))
            _ = await tried {
                try await client.send("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no", as: Int.self)
            }
            #expect(try await client.send("CLIENT", "INFO", as: String.self).contains("laddr=127.0.0.2:"))
            #expect(book.questions == 2)
            #expect(client.availability == .available)
        }
    }
}

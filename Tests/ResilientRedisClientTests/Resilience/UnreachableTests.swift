import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Calls while Redis is unavailable", .serialized)
    struct UnreachableTests {
        /// The ways to call that need a connection.
        enum Way: String, CaseIterable {
            case command, pipeline, transaction, lease, blockingCommand

            func call(_ client: RedisClient) async throws {
                switch self {
                case .command: _ = try await client.text("k")
                case .pipeline: _ = try await client.pipeline(.get("a", as: String.self), .get("b", as: String.self))
                case .transaction: _ = try await client.transaction { $0.append(.set("k", "v")) }
                case .lease: try await client.withConnection { _ = try await $0.get("k", as: String.self) }
                case .blockingCommand: _ = try await client.blpop("k", timeout: .seconds(1), as: String.self)
                }
            }
        }

        @Test(
            "The call that detects an outage reports it, even if connect and command timeout are equal",
            arguments: Way.allCases)
        func sameTimeouts(_ way: Way) async throws {
            let server = try ScriptedServer(.blackHoleConnect)
            defer { server.stop() }
            for _ in 0..<3 {
                let client = try client(port: server.port) { configuration in
                    configuration.resilience.connectTimeout = .milliseconds(100)
                    configuration.resilience.commandTimeout = .milliseconds(100)
                }
                let attempt = await tried { try await way.call(client) }
                #expect(attempt.error?.code == .unavailable, "\(attempt.result)")
                #expect(attempt.error?.outcome == .notSent)
                #expect(attempt.duration < .milliseconds(100) + slack)
            }
        }

        @Test("Every kind of call fails at once during an outage", arguments: Way.allCases)
        func everyWay(_ way: Way) async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            _ = await tried { try await client.text("k") }
            let attempt = await tried { try await way.call(client) }
            #expect(attempt.error?.code == .unavailable)
            #expect(attempt.duration < slack)
        }

        @Test("A call refused during an outage takes less than a millisecond")
        func costOfARefusal() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            _ = await tried { try await client.text("k") }
            var durations: [Duration] = []
            for _ in 0..<1000 { durations.append(await tried { try await client.text("k") }.duration) }
            let last = try #require(await tried { try await client.text("k") }.error?.retryAfter)
            let next = try #require(await tried { try await client.text("k") }.error?.retryAfter)
            #expect(last <= .seconds(60))
            #expect(next < last)
            durations.sort()
            // The median, because a busy machine may interrupt any single one.
            #expect(durations[500] < .milliseconds(1))
        }

        @Test("One probe is made per backoff, however many callers there are")
        func oneProbe() async throws {
            let server = try ScriptedServer(.acceptThenClose)
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .milliseconds(100) }
            let traffic = Traffic(client)
            var probes = 0
            for await availability in client.availabilityChanges where !availability.isAvailable {
                // The first connection was a caller's.
                #expect(server.acceptedConnections <= probes + 2)
                probes += 1
                if probes == 5 { break }
            }
            #expect(server.acceptedConnections >= 5)
            let report = await traffic.stop()
            #expect(report.answers == 0)
            #expect(report.failures.count > 50)
        }

        @Test(
            "A probe that gets no answer is abandoned at the connect timeout", arguments: ["127.0.0.1", "redis.test"])
        func probesHaveADeadline(_ host: String) async throws {
            let server = try ScriptedServer(.blackHoleConnect)
            defer { server.stop() }
            let book = AddressBook(.stalled)
            defer { book.set(.addresses("127.0.0.1")) }
            let client = try client(port: server.port, host: host, resolver: book) { configuration in
                configuration.resilience.connectTimeout = .milliseconds(50)
                configuration.resilience.backoff = .milliseconds(50)
            }
            let start = ContinuousClock.now
            _ = await tried { try await client.text("k") }
            var ends: Set<ContinuousClock.Instant> = []
            for await case .unavailable(_, let until) in client.availabilityChanges {
                ends.insert(until)
                if ends.count == 4 { break }
            }
            #expect(.now - start < .seconds(5))
        }

        @Test("Calls do not wait for a pending probe")
        func probeUnderWay() async throws {
            let server = try ScriptedServer(.acceptThenClose)
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.connectTimeout = .seconds(30)
                configuration.resilience.backoff = .milliseconds(200)
            }
            _ = await tried { try await client.text("k") }
            let before = server.acceptedConnections
            try await server.become(.neverAnswer)
            try await server.waitForCommands(1, named: "PING")
            #expect(server.acceptedConnections > before)
            for _ in 0..<10 { await expectInstantRefusal(client) }
            #expect(server.openConnections == 1)
        }

        @Test("An unavailable Unix socket is an outage, as an unavailable address is")
        func unixSocket() async throws {
            let server = try await RedisServer.start(unixSocket: true)
            defer { server.stop() }
            let path = try #require(server.socketPath)
            let client = try client(port: 1) { $0.endpoint = .unixSocket(path: path) }
            #expect(try await client.set("k", "v"))
            server.kill()
            let error = try #require(await tried { try await client.text("k") }.error)
            #expect(error.code == .unavailable)
            #expect(error.endpoint == path)
            await expectInstantRefusal(client)
            try await server.restart()
            await client.becomesAvailable()
            #expect(try await client.set("k", "v"))
        }

        @Test("A reset ends the backoff and closes every connection")
        func reset() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
            _ = await tried { try await client.text("k") }
            #expect(!client.availability.isAvailable)
            try await server.become(echo())
            await client.reset()
            #expect(client.availability == .available)
            #expect(try await client.text("k") == "k")
            #expect(server.openConnections == 1)
            await client.reset()
            try await server.waitForOpenConnections(0)
            #expect(try await client.text("k") == "k")
            #expect(server.acceptedConnections == 2)
        }

        @Test("A reset fails pending calls and reports their outcome")
        func resetUnderWay() async throws {
            let server = try ScriptedServer(echo { $0.words.last == "never" ? [] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let call = Task { await tried { try await client.text("never") } }
            try await server.waitForCommands(1, named: "GET")
            await client.reset()
            let attempt = await call.value
            #expect(attempt.error?.code == .connectionLost)
            #expect(attempt.error?.outcome == .unknown)
            #expect(attempt.duration < slack)
            #expect(client.availability == .available)
        }

        @Test("Observers of the availability see every change once", arguments: [false, true])
        func changes(_ probesEarly: Bool) async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.backoff = .seconds(2)
                if probesEarly {
                    configuration.resilience.earlyProbes = .exponential(from: .milliseconds(20), factor: 1.2)
                }
            }
            var seen: [RedisAvailability] = []
            for await availability in client.availabilityChanges {
                seen.append(availability)
                if seen.count == 1 {
                    _ = await tried { try await client.text("k") }
                } else if seen.count == 2 {
                    if probesEarly { try await Task.sleep(for: .milliseconds(200)) }
                    try await server.become(echo())
                } else {
                    break
                }
            }
            #expect(seen.map(\.isAvailable) == [true, false, true])
        }

        @Test("Early probes detect the recovery soon, and calls do not wait for them")
        func earlyProbes() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.backoff = .seconds(60)
                configuration.resilience.earlyProbes = .exponential(from: .milliseconds(100))
            }
            _ = await tried { try await client.text("k") }
            for _ in 0..<20 { await expectInstantRefusal(client) }
            let start = ContinuousClock.now
            try await server.become(echo())
            await client.becomesAvailable()
            #expect(.now - start < .seconds(1) + slack)
            #expect(try await client.text("k") == "k")
        }
    }
}

import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Limits on waiting calls", .serialized)
    struct OverloadTests {
        @Test("A command beyond maximumPendingCommands is refused at once, and the refusal is not an outage")
        func commands() async throws {
            let server = try ScriptedServer(
                echo { $0.words.last == "slow" ? [.pause(.seconds(2)), .send("$4\r\nslow\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.pool.maximumPendingCommands = 10
                configuration.resilience.commandTimeout = .seconds(10)
            }
            #expect(try await client.text("k") == "k")
            let slow = Task { await tried { try await client.text("slow") } }
            try await server.waitForCommands(2, named: "GET")
            let attempts = await triedAtOnce(50) { index in try await client.text("\(index)") == "\(index)" }
            let refused = attempts.filter { $0.error != nil }
            #expect(refused.count == 41)
            for attempt in refused {
                #expect(attempt.error?.code == .overloaded)
                #expect(attempt.error?.outcome == .notSent)
                #expect(attempt.error?.message.contains("maximumPendingCommands") == true)
                #expect(attempt.duration < slack)
            }
            #expect(attempts.count { $0.value == true } == 9)
            #expect(await slow.value.value == "slow")
            #expect(client.availability == .available)
        }

        @Test("A command beyond maximumPendingBytes is refused, and the refusal is not an outage")
        func bytes() async throws {
            let server = try ScriptedServer(
                echo { $0.words.last == "slow" ? [.pause(.seconds(2)), .send("$4\r\nslow\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.pool.maximumPendingBytes = 100_000
                configuration.resilience.commandTimeout = .seconds(10)
            }
            let slow = Task { await tried { try await client.text("slow") } }
            try await server.waitForCommands(1, named: "GET")
            let large = await tried { try await client.set("k", [UInt8](repeating: 0, count: 100_000)) }
            #expect(large.error?.code == .overloaded)
            #expect(large.error?.outcome == .notSent)
            #expect(large.error?.message.contains("maximumPendingBytes") == true)
            #expect(try await client.text("small") == "small")
            #expect(await slow.value.value == "slow")
            // When nothing else waits, anything is let through.
            #expect(try await client.set("k", [UInt8](repeating: 0, count: 200_000)))
            #expect(client.availability == .available)
        }

        @Test("A command beyond maximumPendingCommands is refused at once while the client connects")
        func whileConnecting() async throws {
            let server = try ScriptedServer(.neverAnswer)
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.pool.maximumPendingCommands = 10
                configuration.resilience.connectTimeout = .seconds(2)
                configuration.resilience.commandTimeout = .seconds(20)
            }
            let attempts = await triedAtOnce(50) { index in try await client.text("\(index)") }
            let refused = attempts.filter { $0.error?.code == .overloaded }
            #expect(refused.count == 40)
            #expect(refused.allSatisfy { $0.duration < slack })
            #expect(attempts.count { $0.error?.code == .unavailable } == 10)
        }

        @Test("A caller beyond maximumLeaseWaiters is refused at once, and the refusal is not an outage")
        func leases() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.pool.maximumLeasedConnections = 1
                configuration.pool.maximumLeaseWaiters = 2
            }
            try await client.withConnection { _ in
                let attempts = await triedAtOnce(10) { _ in
                    try await client.withTimeout(.seconds(2)).withConnection { _ in }
                }
                #expect(attempts.count { $0.error?.code == .timeout } == 2)
                let refused = attempts.filter { $0.error?.code == .overloaded }
                #expect(refused.count == 8)
                #expect(refused.allSatisfy { $0.error?.outcome == .notSent && $0.duration < slack })
            }
            #expect(try await client.withConnection { try await $0.get("k", as: String.self) } == "k")
            #expect(client.availability == .available)
        }
    }
}

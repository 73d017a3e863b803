import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Leases under faults", .serialized)
    struct LeaseResilienceTests {
        @Test("A leased call that waits for a health check fails when Redis becomes unavailable")
        func tripDuringHealthCheck() async throws {
            let server = try ScriptedServer(
                echo { [loading = announcing { $0.words.last == "outage" ? "-LOADING later\r\n" : nil }] command in
                    command.connection == 0 && command.position > 0 && command.name == "PING" ? [] : loading(command)
                })
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.commandTimeout = .seconds(30)
                configuration.resilience.healthCheckTimeout = .seconds(30)
                configuration.resilience.backoff = .seconds(60)
            }
            try await client.withConnection { connection in
                #expect(try await connection.get("k", as: String.self) == "k")
                offset.advance(by: .seconds(16))
                let held = Task {
                    await tried(within: .seconds(5)) { try await connection.get("held", as: String.self) }
                }
                // That of the handshake and that of the health check.
                try await server.waitForCommands(2, named: "PING")
                let refused = await tried { try await client.text("outage") }
                #expect(refused.error?.reply?.name == "LOADING")
                let error = try #require(await held.value.error)
                #expect(error.code == .unavailable)
                #expect(error.outcome == .notSent)
            }
        }

        @Test("A large write that is stuck on a lease does not delay calls on the shared connection")
        func fullBuffer() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let proxy = try await FaultProxy.start(to: server)
            let client = try client(port: proxy.port) {
                $0.resilience.commandTimeout = .seconds(30)
                $0.resilience.connectTimeout = .seconds(30)
            }
            try await client.set("k", "v")
            let narrow = proxy.inject(.bandwidth(bytesPerSecond: 1000), when: .onConnect(), direction: .toServer)
            let lease = Task {
                try await client.withConnection { try await $0.set("large", [UInt8](repeating: 0x78, count: 32 << 20)) }
            }
            try await narrow.waitUntilFired(within: .seconds(30))
            for _ in 1...100 {
                #expect(try await client.get("k", as: String.self) == "v")
                // So that the large value fills every buffer in the meantime.
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(proxy.openConnections == 2)
            lease.cancel()
            await #expect(throws: CancellationError.self) { try await lease.value }
            await proxy.stop()
        }

        @Test("A caller whose lease is being checked returns when the client is reset or shut down")
        func endDuringHealthCheck() async throws {
            let server = try ScriptedServer(
                echo { command in
                    command.position > 0 && command.name == "PING" ? [] : nil
                })
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.commandTimeout = .seconds(30)
                configuration.resilience.healthCheckTimeout = .seconds(30)
            }
            for pings in [2, 4] {
                try await client.withConnection { _ in }
                offset.advance(by: .seconds(16))
                let lease = Task { await tried(within: .seconds(5)) { try await client.withConnection { _ in true } } }
                try await server.waitForCommands(pings, named: "PING")
                // The loop sends that PING by itself, too; let the caller come to wait for it.
                try await Task.sleep(for: .milliseconds(20))
                if pings == 2 {
                    await client.reset()
                    let attempt = await lease.value
                    #expect(attempt.value == true || attempt.error?.code == .connectionLost, "\(attempt.result)")
                } else {
                    await client.shutdown(gracePeriod: .zero)
                    #expect(await lease.value.error?.code == .shutdown)
                }
            }
        }

        @Test("Warm idle leases are not reconnected endlessly when the server rejects the password")
        func warmConnectionsRefused() async throws {
            let server = try ScriptedServer(.healthy { $0.name == "AUTH" ? [.send("-WRONGPASS no\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.credentials = .init(password: "wrong")
                configuration.pool.minimumIdleLeasedConnections = 2
                configuration.resilience.backoff = .seconds(60)
            }
            try await server.waitForCommands(2, named: "AUTH")
            try await Task.sleep(for: .milliseconds(300))
            #expect(server.acceptedConnections <= 4)
            #expect(client.availability == .available)
        }

        @Test("A lost lease starts a backoff if backoffTrigger is anyConnectionError")
        func anyConnectionError() async throws {
            let server = try ScriptedServer(echo { $0.words.last == "cut" ? [.reset] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.backoffTrigger = .anyConnectionError
                configuration.resilience.backoff = .seconds(60)
            }
            let cut = await tried { try await client.withConnection { try await $0.set("k", "cut") } }
            #expect(cut.error?.code == .connectionLost)
            #expect(cut.error?.outcome == .unknown)
            await client.becomesUnavailable(because: [.connectionLost])
            await expectInstantRefusal(client)
        }

        @Test("An idle lease that the network dropped is replaced without an error for callers")
        func idle() async throws {
            let server = try ScriptedServer(echo { $0.connection == 0 && $0.position > 1 ? [] : nil })
            defer { server.stop() }
            let offset = TimeSource.Offset()
            let client = try client(port: server.port, time: TimeSource(offset: offset)) { configuration in
                configuration.resilience.healthCheckTimeout = .milliseconds(50)
                configuration.resilience.commandTimeout = .seconds(10)
            }
            #expect(try await client.withConnection { try await $0.get("k", as: String.self) } == "k")
            offset.advance(by: .seconds(16))
            #expect(try await client.withConnection { try await $0.get("k", as: String.self) } == "k")
            #expect(server.commands.filter { $0.name == "GET" }.map(\.connection) == [0, 1])
            #expect(client.availability == .available)
        }

        @Test("A lease that is returned with a pending reply is closed")
        func owing() async throws {
            let server = try ScriptedServer(echo { $0.words.last == "slow" ? [] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let late = await tried {
                try await client.withTimeout(.milliseconds(50)).withConnection {
                    try await $0.get("slow", as: String.self)
                }
            }
            #expect(late.error?.code == .timeout)
            #expect(late.error?.outcome == .unknown)
            try await server.waitForOpenConnections(0)
            #expect(try await client.withConnection { try await $0.get("k", as: String.self) } == "k")
            #expect(client.availability == .available)
        }
    }
}

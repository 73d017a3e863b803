import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Late failures from an earlier outage", .serialized)
    struct GenerationTests {
        @Test("A late error reply from an earlier outage does not start another outage", arguments: [false, true])
        func lateReply(_ isLeased: Bool) async throws {
            let server = try ScriptedServer(
                echo { [now = announcing { $0.words.last == "now" ? "-LOADING now\r\n" : nil }] command in
                    command.words.last == "late"
                        ? [.pause(.milliseconds(500)), .send("-LOADING late\r\n")] : now(command)
                })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.pool.sharedConnections = 2
                configuration.resilience.backoff = .milliseconds(50)
                configuration.resilience.commandTimeout = .seconds(5)
            }
            let changes = Changes(client)
            // Both connections are in use.
            for key in ["a", "b"] { #expect(try await client.text(key) == key) }
            let late = Task {
                await tried {
                    guard isLeased else { return try await client.text("late") }
                    return try await client.withConnection { try await $0.get("late", as: String.self) }
                }
            }
            try await server.waitForCommands(3, named: "GET")
            let outage = client.nextOutage()
            #expect(await tried { try await client.text("now") }.error?.reply?.name == "LOADING")
            // A PING confirms it.
            await outage.value
            await client.becomesAvailable()
            #expect(await late.value.error?.reply?.name == "LOADING")
            #expect(try await client.text("after") == "after")
            #expect(await changes.end(client) == [true, false, true])
        }

        @Test("A late timeout from an earlier outage does not start another outage", arguments: [false, true])
        func lateTimeout(_ isLeased: Bool) async throws {
            let server = try ScriptedServer(
                echo { [now = announcing { $0.words.last == "now" ? "-LOADING now\r\n" : nil }] command in
                    command.words.last == "never" ? [] : now(command)
                })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.pool.sharedConnections = 2
                configuration.resilience.backoff = .milliseconds(50)
                configuration.resilience.commandTimeout = .milliseconds(600)
            }
            let changes = Changes(client)
            for key in ["a", "b"] { #expect(try await client.text(key) == key) }
            let late = Task {
                await tried {
                    guard isLeased else { return try await client.text("never") }
                    return try await client.withConnection { try await $0.get("never", as: String.self) }
                }
            }
            try await server.waitForCommands(3, named: "GET")
            let outage = client.nextOutage()
            #expect(await tried { try await client.text("now") }.error?.reply?.name == "LOADING")
            // A PING confirms it.
            await outage.value
            await client.becomesAvailable()
            let attempt = await late.value
            #expect(attempt.error?.code == .timeout)
            #expect(attempt.error?.outcome == .unknown)
            #expect(try await client.text("after") == "after")
            #expect(await changes.end(client) == [true, false, true])
        }

        @Test("A call that was pending when an outage began still gets its reply after the outage")
        func lateAnswer() async throws {
            let server = try ScriptedServer(
                echo { [now = announcing { $0.words.last == "now" ? "-LOADING now\r\n" : nil }] command in
                    command.words.last == "late"
                        ? [.pause(.milliseconds(300)), .send("$4\r\nlate\r\n")] : now(command)
                })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.pool.sharedConnections = 2
                configuration.resilience.backoff = .milliseconds(50)
            }
            for key in ["a", "b"] { #expect(try await client.text(key) == key) }
            let late = Task { await tried { try await client.text("late") } }
            try await server.waitForCommands(3, named: "GET")
            let outage = client.nextOutage()
            _ = await tried { try await client.text("now") }
            await outage.value
            await client.becomesAvailable()
            #expect(await late.value.value == "late")
        }
    }

    /// Every change of a client's availability.
    struct Changes: Sendable {
        private let task: Task<[Bool], Never>

        init(_ client: RedisClient) {
            let changes = client.availabilityChanges
            task = Task {
                var seen: [Bool] = []
                for await change in changes { seen.append(change.isAvailable) }
                return seen
            }
        }

        /// Shuts the client down and returns the changes until then.
        func end(_ client: RedisClient) async -> [Bool] {
            await client.shutdown(gracePeriod: .zero)
            return await task.value
        }
    }
}

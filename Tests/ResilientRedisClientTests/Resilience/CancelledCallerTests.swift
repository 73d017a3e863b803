import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Cancelled callers", .serialized)
    struct CancelledCallerTests {
        /// Where the call is when its task is cancelled.
        enum Place: String, CaseIterable {
            case beforeTheCall, connecting, inFlight, waitingForALease, leased, duringAnOutage
        }

        @Test("A cancelled caller returns at once, and the cancellation is not an outage", arguments: Place.allCases)
        func released(_ place: Place) async throws {
            let server = try ScriptedServer(
                place == .connecting
                    ? .neverAnswer
                    : echo { $0.words.last == "slow" ? [.pause(.seconds(2)), .send("$4\r\nslow\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(20)
                configuration.resilience.connectTimeout = .seconds(20)
                configuration.resilience.backoff = .seconds(60)
                configuration.pool.maximumLeasedConnections = 1
            }
            let start = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                if place == .beforeTheCall { for await _ in start.stream {} }
                let attempt =
                    switch place {
                    case .beforeTheCall, .connecting, .inFlight, .duringAnOutage:
                        await tried { try await client.text("slow") }
                    case .waitingForALease, .leased:
                        await tried { try await client.withConnection { try await $0.get("slow", as: String.self) } }
                    }
                return (attempt, ContinuousClock.now)
            }
            switch place {
            case .beforeTheCall, .duringAnOutage: break
            case .connecting: try await server.waitForConnections(1)
            case .inFlight, .leased: try await server.waitForCommands(1, named: "GET")
            case .waitingForALease:
                try await server.waitForCommands(1, named: "GET")
                let second = Task { await tried { try await client.withConnection { _ in } } }
                try await Task.sleep(for: .milliseconds(20))
                second.cancel()
                let attempt = await second.value
                #expect(attempt.isCancellation, "\(attempt.result)")
                #expect(attempt.duration < slack)
            }
            let cancelled = ContinuousClock.now
            task.cancel()
            start.continuation.finish()
            let (attempt, end) = await task.value
            #expect(attempt.isCancellation, "\(attempt.result)")
            #expect(end - cancelled < slack)
            #expect(client.availability == .available)
            if place != .connecting {
                #expect(try await client.text("next") == "next")
                #expect(try await client.withConnection { try await $0.get("next", as: String.self) } == "next")
            }
        }

        @Test("Cancelling half of 200 pipelined calls does not affect the other half")
        func neighbours() async throws {
            let server = try ScriptedServer(
                echo { command in
                    guard command.words.last == "slow" else { return nil }
                    return [.pause(.milliseconds(200)), .send("$4\r\nslow\r\n")]
                })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(10) }
            let first = Task { try await client.text("slow") }
            try await server.waitForCommands(1, named: "GET")
            let calls = (0..<200).map { index in
                Task { await tried { try await client.text("key:\(index)") } }
            }
            try await server.waitForCommands(201, named: "GET")
            for call in calls.indices where call % 2 == 0 { calls[call].cancel() }
            for (index, call) in calls.enumerated() {
                let attempt = await call.value
                if index % 2 == 0 {
                    #expect(attempt.isCancellation)
                } else {
                    #expect(attempt.value == "key:\(index)")
                }
            }
            #expect(try await first.value == "slow")
            #expect(client.availability == .available)
            #expect(server.acceptedConnections == 1)
        }

        @Test("A call whose task was cancelled beforehand sends nothing")
        func before() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let client = try client(port: server.port)
            #expect(try await client.text("before") == "before")
            let task = Task {
                // Ends with the cancellation.
                try? await Task.sleep(for: .seconds(60))
                return await tried { try await client.text("never") }
            }
            task.cancel()
            #expect(await task.value.isCancellation)
            #expect(try await client.text("after") == "after")
            #expect(server.commands.filter { $0.words.first == "GET" }.compactMap(\.words.last) == ["before", "after"])
        }

        @Test("A cancelled caller returns at once, however long its call has been running", .timeLimit(.minutes(1)))
        func anyAge() async throws {
            let server = try ScriptedServer(echo { $0.words.first == "GET" ? [.pause(.seconds(20))] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(20) }
            await withTaskGroup { group in
                for index in 0..<2_000 {
                    group.addTask {
                        let task = Task { await tried { try await client.text("key:\(index)") } }
                        try? await Task.sleep(for: .microseconds(.random(in: 0...12_000)))
                        let cancelled = ContinuousClock.now
                        task.cancel()
                        let attempt = await task.value
                        #expect(attempt.isCancellation, "\(attempt.result)")
                        #expect(ContinuousClock.now - cancelled < slack)
                    }
                }
            }
            #expect(client.availability == .available)
        }

        @Test(
            "A cancelled caller gets either its own reply or a CancellationError, whichever comes first",
            .timeLimit(.minutes(1)))
        func replyFirst() async throws {
            let server = try ScriptedServer(
                echo { command in
                    guard command.words.first == "GET", let key = command.words.last else { return nil }
                    // From command to command a little later, so that replies come at every age.
                    return [.pause(.microseconds(200)), .send("$\(key.utf8.count)\r\n\(key)\r\n")]
                })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(20) }
            for round in 0..<20 {
                await withTaskGroup { group in
                    for index in 0..<60 {
                        group.addTask {
                            let key = "key:\(round):\(index)"
                            let task = Task { await tried { try await client.text(key) } }
                            if index % 2 == 0 {
                                try? await Task.sleep(for: .microseconds(.random(in: 0...12_000)))
                                task.cancel()
                            }
                            let attempt = await task.value
                            let isRight = attempt.value == key || index % 2 == 0 && attempt.isCancellation
                            #expect(isRight, "\(attempt.result)")
                        }
                    }
                }
            }
            #expect(client.availability == .available)
        }

        @Test("A caller cancelled during an outage gets either a CancellationError or the outage's error")
        func outage() async throws {
            let server = try ScriptedServer(.refuse)
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.backoff = .milliseconds(50) }
            for _ in 0..<100 {
                let task = Task { try await client.text("k") }
                task.cancel()
                let attempt = await tried { try await task.value }
                #expect(attempt.isCancellation || attempt.error?.code == .unavailable, "\(attempt.result)")
            }
            try await server.become(echo())
            await client.becomesAvailable()
            #expect(try await client.text("k") == "k")
        }
    }
}

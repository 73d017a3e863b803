import Logging
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Deadlines")
    struct DeadlineTests {
        @Test("A caller's own deadline that passes is not an outage and does not affect other calls")
        func ownDeadline() async throws {
            let server = try ScriptedServer(
                echo { command in
                    command.words.last == "slow" ? [.pause(.milliseconds(600)), .send("$4\r\nslow\r\n")] : nil
                })
            defer { server.stop() }
            let client = try client(port: server.port)
            let hurried = Task { await tried { try await client.withTimeout(.milliseconds(100)).text("slow") } }
            try await server.waitForCommands(1, named: "GET")
            let neighbours = await triedAtOnce(50) { index in try await client.text("key:\(index)") == "key:\(index)" }
            let attempt = await hurried.value
            #expect(attempt.error?.code == .timeout)
            #expect(attempt.error?.outcome == .unknown)
            #expect(attempt.duration >= .milliseconds(100))
            #expect(attempt.duration < .milliseconds(100) + slack)
            #expect(neighbours.allSatisfy { $0.value == true })
            #expect(client.availability == .available)
            #expect(server.acceptedConnections == 1)
        }

        @Test("A caller's own deadline that passed is not blamed on the server by a later, patient caller")
        func hurriedAndPatient() async throws {
            let server = try ScriptedServer(
                echo { command in
                    command.words.last == "slow" ? [.pause(.milliseconds(1500)), .send("$4\r\nslow\r\n")] : nil
                })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .seconds(1)
                configuration.resilience.backoff = .seconds(60)
            }
            let hurried = await tried { try await client.withTimeout(.milliseconds(800)).text("slow") }
            #expect(hurried.error?.code == .timeout)
            // The connection is given up for new calls when a second has passed; this one was on it before.
            #expect(try await client.text("patient") == "patient")
            #expect(client.availability == .available)
        }

        @Test("A deadline of zero or less passes at once", arguments: [Duration.zero, .seconds(-1)])
        func nothingLeft(_ timeout: Duration) async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let client = try client(port: server.port)
            let attempt = await tried { try await client.withTimeout(timeout).text("k") }
            #expect(attempt.error?.code == .timeout)
            #expect(attempt.duration < slack)
            #expect(try await client.text("k") == "k")
        }

        @Test("A reply that arrives byte by byte does not extend the deadline")
        func trickle() async throws {
            let reply = Array("$40\r\n\(String(repeating: "x", count: 40))\r\n".utf8)
            let server = try ScriptedServer(
                echo { $0.words.last == "slow" ? [.sendSlowly(reply, every: .milliseconds(100))] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .milliseconds(300) }
            let attempt = await tried { try await client.text("slow") }
            #expect(attempt.error?.code == .timeout)
            #expect(attempt.error?.outcome == .unknown)
            #expect(attempt.duration < .milliseconds(300) + slack)
            // The server is not silent; only this connection cannot be used any more.
            #expect(client.availability == .available)
            #expect(try await client.text("next") == "next")
            #expect(server.acceptedConnections == 2)
        }

        @Test("A reply that arrives byte by byte within the deadline is returned")
        func byteByByte() async throws {
            let server = try ScriptedServer(
                echo {
                    $0.words.last == "slow" ? [.sendSlowly(bulk(Array("slow".utf8)), every: .milliseconds(5))] : nil
                })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(20) }
            let answers = await triedAtOnce(20) { index in try await client.text(index % 4 == 0 ? "slow" : "\(index)") }
            #expect(answers.allSatisfy { $0.value != nil })
            #expect(server.acceptedConnections == 1)
        }

        @Test("A deadline that passes while the server is silent starts a backoff, and the command is not sent again")
        func silence() async throws {
            let mute = Mute()
            let server = try ScriptedServer(echo { $0.words.last == "never" ? mute.begin() : mute.actions })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .milliseconds(200) }
            // Subscribed before the calls, because the backoff may be over when the last of them resumes.
            let changes = client.availabilityChanges
            let attempts = await triedAtOnce(10) { index in try await client.text("never") }
            for attempt in attempts {
                #expect(attempt.error?.code == .timeout, "\(attempt.result)")
                #expect(attempt.error?.outcome == .unknown)
                #expect(attempt.duration >= .milliseconds(200))
                #expect(attempt.duration < .milliseconds(200) + slack)
            }
            for await change in changes {
                guard case .unavailable(let cause, _) = change else { continue }
                #expect(cause == .silentServer)
                break
            }
            mute.end()
            await client.becomesAvailable()
            #expect(try await client.text("next") == "next")
            #expect(server.commands.count { $0.words.last == "never" } == 10)
        }

        @Test("The backoff has begun when a caller gets the timeout of a silent server")
        func order() async throws {
            let mute = Mute()
            let server = try ScriptedServer(echo { $0.words.last == "never" ? mute.begin() : mute.actions })
            defer { server.stop() }
            let client = try client(port: server.port) { configuration in
                configuration.resilience.commandTimeout = .milliseconds(500)
                configuration.resilience.backoff = .seconds(60)
            }
            var silences = 0
            while silences < 5 {
                let error = await tried { try await client.text("never") }.error
                #expect(error?.code == .timeout || error?.code == .unavailable)
                // On a busy machine the time may be over before there is a connection: then no one was silent.
                if error?.outcome == .unknown {
                    silences += 1
                    #expect(!client.availability.isAvailable)
                }
                mute.end()
                await client.reset()
            }
        }

        @Test("A dead connection is replaced even if every caller's own deadline is short", arguments: [true, false])
        func deadConnectionAndHurriedCallers(_ callersCancel: Bool) async throws {
            let server = try ScriptedServer(echo { $0.connection == 0 && $0.words.last == "k" ? [] : nil })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .milliseconds(500) }
            #expect(try await client.text("first") == "first")
            let hurried = client.withTimeout(.milliseconds(20))
            let start = ContinuousClock.now
            var answer: String?
            while answer == nil, .now - start < .seconds(5) {
                if callersCancel {
                    answer = await tried(within: .milliseconds(20)) { try await client.text("k") }.value ?? nil
                } else {
                    answer = try? await hurried.text("k")
                }
            }
            #expect(answer == "k")
            // A caller's short deadline says nothing about the server.
            #expect(client.availability == .available)
            #expect(server.acceptedConnections >= 2)
        }

        @Test("A reply that arrived in time is returned although the process was blocked until after the deadline")
        func heldUp() async throws {
            let server = try ScriptedServer(
                echo { command in
                    switch command.words.last {
                    case "slow": [.pause(.milliseconds(100)), .send("$4\r\nslow\r\n")]
                    case "outage": [.send("-LOADING later\r\n")]
                    default: nil
                    }
                })
            defer { server.stop() }
            // A logger that blocks the event loop's thread has the same effect as a machine without a free core.
            let log = LogRecorder { line in if line.level == .warning { blockThread(for: .milliseconds(700)) } }
            let client = try client(port: server.port, logger: log.logger) { configuration in
                configuration.pool.sharedConnections = 2
                configuration.resilience.commandTimeout = .milliseconds(400)
            }
            // Both connections are in use.
            for key in ["a", "b"] { #expect(try await client.text(key) == key) }
            let slow = Task { await tried { try await client.text("slow") } }
            try await server.waitForCommands(3, named: "GET")
            _ = await tried { try await client.text("outage") }
            let attempt = await slow.value
            #expect(attempt.value == "slow", "\(attempt.result)")
        }
    }
}

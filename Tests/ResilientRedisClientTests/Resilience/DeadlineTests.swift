import Logging
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("A deadline")
    struct DeadlineTests {
        @Test("of the caller's own that passes is no outage, and harms no neighbour")
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

        @Test("of a caller's own that passed is not held against the server when a patient caller comes late")
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

        @Test("of zero or less passes at once", arguments: [Duration.zero, .seconds(-1)])
        func nothingLeft(_ timeout: Duration) async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let client = try client(port: server.port)
            let attempt = await tried { try await client.withTimeout(timeout).text("k") }
            #expect(attempt.error?.code == .timeout)
            #expect(attempt.duration < slack)
            #expect(try await client.text("k") == "k")
        }

        @Test("that passes is not extended by bytes that trickle in")
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
            // The server is not silent, only the connection is of no use.
            #expect(client.availability == .available)
            #expect(try await client.text("next") == "next")
            #expect(server.acceptedConnections == 2)
        }

        @Test("is met by a reply that comes byte by byte in time")
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

        @Test("that passes while the server is silent starts a backoff, and the command is never sent again")
        func silence() async throws {
            let mute = Mute()
            let server = try ScriptedServer(echo { $0.words.last == "never" ? mute.begin() : mute.actions })
            defer { server.stop() }
            let client = try client(port: server.port) { $0.resilience.commandTimeout = .milliseconds(200) }
            // Kept from before, because the backoff may be over when the last of the callers goes on.
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

        @Test("that passes while the server is silent finds the backoff begun when the caller hears of it")
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

        @Test(
            "of callers who are all in a hurry does not keep a dead connection in use for ever",
            arguments: [true, false])
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
            // That somebody was in a hurry says nothing about the server.
            #expect(client.availability == .available)
            #expect(server.acceptedConnections >= 2)
        }

        @Test("that passes while this process was held up does not discard what had arrived in time")
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
            // What a logger does on the event loop's thread holds it up, as a machine without a free core does.
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

import Foundation
import RedisFaultInjection
import Testing

@Suite("Faults on the stream of bytes", .timeLimit(.minutes(2)))
struct StreamFaultTests {
    /// Whether a silent drop was carried out as one. On Linux root may attach filters anywhere that tests run.
    private static func isFiltered(_ proxy: FaultProxy) -> Bool {
        let fellBack = proxy.journal.description.contains("fell back")
        #if os(Linux)
            #expect(!fellBack || geteuid() != 0)
        #endif
        return !fellBack
    }

    @Test("Black hole: bytes are acknowledged and vanish, on open and new connections")
    func blackHole() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.blackHole)
        let (second, secondServer) = try wire.connect()
        for (client, server) in [(wire.client, wire.server), (second, secondServer)] {
            client.send(Wire.get)
            try await eventually { client.unacknowledgedBytes == 0 }
            // Long enough for a proxy on a busy machine to have read, and lost, what the system has taken.
            #expect(server.receive(patience: .seconds(1)) == nil)
        }
        #expect(fault.firings == 2)
        fault.lift()
        #expect(second.end() == "reset")
        #expect(wire.server.end() == "reset")
    }

    @Test("A connection that lost nothing in a black hole goes on when it is lifted")
    func blackHoleUnused() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.blackHole)
        fault.lift()
        #expect(wire.roundTrip())
    }

    @Test("A black hole towards the client lets requests through")
    func blackHoleOneWay() async throws {
        let wire = try await Wire { $0.inject(.blackHole, direction: .toClient) }
        wire.client.send(Wire.get)
        #expect(wire.server.receives(Wire.get))
        wire.server.send("$-1\r\n")
        #expect(wire.client.receive(patience: .milliseconds(30)) == nil)
    }

    @Test("The end of a client in a black hole does not reach the server before it is lifted")
    func blackHoleEnd() async throws {
        let listener = try RawListener()
        let proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: listener.port))
        var client: RawClient? = try RawClient(port: proxy.port)
        let server = try #require(listener.accept())
        let fault = proxy.inject(.blackHole)
        client?.send("PING\r\n")
        client = nil
        #expect(server.receive(patience: .milliseconds(50)) == nil)
        fault.lift()
        #expect(server.end() == "reset")
    }

    @Test("Silent drop: the kernel acknowledges nothing; lifted, the connection goes on")
    func silentDrop() async throws {
        let wire = try await Wire()
        #expect(wire.roundTrip())
        let fault = wire.proxy.inject(.silentDrop)
        guard Self.isFiltered(wire.proxy) else { return }
        wire.client.send(Wire.get)
        wire.server.send("+UNASKED\r\n")
        #expect(wire.server.receive(patience: .milliseconds(60)) == nil)
        #expect(wire.client.receive(patience: .milliseconds(1)) == nil)
        #expect(wire.client.unacknowledgedBytes == Wire.get.utf8.count)
        #expect(wire.server.unacknowledgedBytes > 0)
        // New connections are not affected: the network only dropped the state of the open ones.
        let (client, server) = try wire.connect()
        client.send("PING\r\n")
        #expect(server.receives("PING\r\n"))
        fault.lift()
        #expect(wire.server.receives(Wire.get))
        #expect(wire.client.receives("+UNASKED\r\n"))
    }

    @Test("Silent drop after idle time, as a firewall does it, on every connection")
    func silentDropIdle() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.silentDrop, when: .afterIdle(.milliseconds(20)), times: .max)
        let (client, server) = try wire.connect()
        try await fault.waitUntilFired(2)
        guard Self.isFiltered(wire.proxy) else { return }
        client.send(Wire.get)
        #expect(server.receive(patience: .milliseconds(30)) == nil)
        #expect(client.unacknowledgedBytes > 0)
    }

    @Test("Silent drop where there is no socket filter: a black hole, and the journal says so")
    func silentDropFallback() async throws {
        let listener = try RawListener()
        let proxy = try FaultProxy.start(withoutSocketFiltersTo: .tcp(host: "127.0.0.1", port: listener.port))
        let client = try RawClient(port: proxy.port)
        let server = try #require(listener.accept())
        proxy.inject(.silentDrop)
        client.send(Wire.get)
        try await eventually { client.unacknowledgedBytes == 0 }
        // Long enough for a proxy on a busy machine to have read, and lost, what the system has taken.
        #expect(server.receive(patience: .seconds(1)) == nil)
        #expect(proxy.firings.first?.note.contains("fell back to a black hole") == true)
        proxy.liftAll()
        #expect(client.end() == "reset")
    }

    @Test("Latency: each way, in order")
    func latency() async throws {
        // Far longer than a busy machine takes for a round trip.
        let wire = try await Wire { $0.inject(.latency(.milliseconds(300), jitter: .milliseconds(50))) }
        let start = ContinuousClock.now
        #expect(wire.roundTrip())
        let time = ContinuousClock.now - start
        #expect(time >= .milliseconds(500))
        for number in 0..<50 { wire.client.send(":\(number)\r\n") }
        #expect(wire.server.receives((0..<50).map { ":\($0)\r\n" }.joined()))
        wire.proxy.liftAll()
        let after = ContinuousClock.now
        #expect(wire.roundTrip())
        #expect(ContinuousClock.now - after < .milliseconds(500))
    }

    @Test("Latency with a probability delays some packets, the same ones for the same seed")
    func latencyByChance() async throws {
        func slow() async throws -> [Bool] {
            let wire = try await Wire(seed: 5) {
                $0.inject(.latency(.milliseconds(15)), direction: .toServer, probability: 0.5)
            }
            var slow: [Bool] = []
            for _ in 0..<16 {
                let before = wire.proxy.firings.count
                #expect(wire.roundTrip())
                slow.append(wire.proxy.firings.count > before)
            }
            return slow
        }
        let first = try await slow()
        let second = try await slow()
        #expect(first == second)
        #expect(first.contains(true) && first.contains(false))
    }

    @Test("Latency that is lifted releases what it delayed")
    func latencyLifted() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.latency(.seconds(100)), direction: .toServer)
        wire.client.send(Wire.get)
        #expect(wire.server.receive(patience: .milliseconds(30)) == nil)
        fault.lift()
        #expect(wire.server.receives(Wire.get))
    }

    @Test("Latency that is lifted releases what it delayed, though a shorter one stays")
    func oneLatencyLifted() async throws {
        let wire = try await Wire { $0.inject(.latency(.milliseconds(1)), direction: .toServer) }
        let fault = wire.proxy.inject(.latency(.seconds(100)), direction: .toServer)
        wire.client.send(Wire.get)
        #expect(wire.server.receive(patience: .milliseconds(30)) == nil)
        fault.lift()
        #expect(wire.server.receives(Wire.get))
        #expect(wire.roundTrip())
    }

    @Test("Bandwidth: so many bytes a second")
    func bandwidth() async throws {
        let wire = try await Wire { $0.inject(.bandwidth(bytesPerSecond: 100_000), direction: .toServer) }
        let text = String(repeating: "x", count: 10_000)
        let start = ContinuousClock.now
        wire.client.send(text)
        #expect(wire.server.receives(text))
        let time = ContinuousClock.now - start
        #expect(time >= .milliseconds(90))
        #expect(time < .milliseconds(400))
    }

    @Test("Slicing: no packet has more than so many bytes")
    func slicing() async throws {
        let wire = try await Wire { $0.inject(.slicing(bytes: 3), direction: .toClient) }
        wire.server.send(String(repeating: "abcdefgh", count: 3))
        #expect(wire.client.receives(String(repeating: "abcdefgh", count: 3)))
        #if os(Linux)
            #expect(wire.client.receivedSegments == 8)
        #endif
    }

    @Test("Slow drip: a pause after every packet")
    func slowDrip() async throws {
        let wire = try await Wire { $0.inject(.slowDrip(bytes: 2, every: .milliseconds(10)), direction: .toClient) }
        wire.client.send(Wire.get)
        #expect(wire.server.receives(Wire.get))
        wire.server.send("$-1\r\n$-1\r\n")
        #expect(wire.client.receiveSizes(count: 10) == [2, 2, 2, 2, 2])
    }

    @Test("A state set off by a command lasts on that connection, and on no other")
    func stateOnOneConnection() async throws {
        let wire = try await Wire { $0.inject(.blackHole, when: .onCommand("SET")) }
        let (other, otherServer) = try wire.connect()
        #expect(wire.roundTrip())
        wire.client.send(Wire.set)
        #expect(wire.server.receive(patience: .milliseconds(30)) == nil)
        other.send(Wire.set)
        #expect(otherServer.receives(Wire.set))
    }

    @Test("A state that every command sets off affects a connection once")
    func stateOnEveryCommand() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(
            .latency(.milliseconds(10)), when: .onCommand("GET"), direction: .toServer, times: .max)
        let start = ContinuousClock.now
        for _ in 0..<40 { #expect(wire.roundTrip()) }
        // Added up, the latencies would make 8 s.
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(fault.firings == 1)
        let (client, server) = try wire.connect()
        client.send(Wire.get)
        #expect(server.receives(Wire.get))
        #expect(fault.firings == 2)
    }
}

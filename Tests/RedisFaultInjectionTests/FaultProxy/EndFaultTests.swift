import RedisFaultInjection
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

@Suite("Faults that end connections", .timeLimit(.minutes(2)))
struct EndFaultTests {
    @Test("A reset: at once, though a child process was started meanwhile")
    func resetWithChild() async throws {
        let wire = try await Wire()
        #expect(wire.roundTrip())
        var child: pid_t = 0
        var arguments = [strdup("sleep"), strdup("60"), nil]
        defer { for argument in arguments { free(argument) } }
        try #require(posix_spawn(&child, "/bin/sleep", nil, nil, &arguments, environ) == 0)
        defer {
            kill(child, SIGKILL)
            waitpid(child, nil, 0)
        }
        wire.proxy.inject(.reset)
        #expect(wire.client.end() == "reset")
        #expect(wire.server.end() == "reset")
    }

    @Test("Reset: RST towards both sides, once")
    func reset() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.reset)
        #expect(wire.client.end() == "reset")
        #expect(wire.server.end() == "reset")
        #expect(fault.firings == 1)
        let (client, server) = try wire.connect()
        client.send("PING\r\n")
        #expect(server.receives("PING\r\n"))
    }

    @Test("Reset in one direction: RST for that side, an orderly end for the other")
    func resetOneSide() async throws {
        let wire = try await Wire()
        wire.proxy.inject(.reset, direction: .toClient)
        #expect(wire.client.end() == "reset")
        #expect(wire.server.end() == "closed")
        let (client, server) = try wire.connect()
        wire.proxy.inject(.reset, direction: .toServer)
        #expect(client.end() == "closed")
        #expect(server.end() == "reset")
    }

    @Test("Fin: an orderly end for both sides, also when bytes are on their way")
    func fin() async throws {
        let wire = try await Wire()
        wire.client.send(Wire.get)
        #expect(wire.server.receives(Wire.get))
        wire.proxy.inject(.fin)
        wire.client.send(Wire.get)
        #expect(wire.client.end() == "closed")
        #expect(wire.server.end() == "closed")
        try await eventually { wire.proxy.openConnections == 0 }
    }

    @Test("Fin in one direction: only that side receives the end")
    func finOneSide() async throws {
        let wire = try await Wire()
        wire.proxy.inject(.fin, direction: .toClient)
        #expect(wire.client.receive() == "")
        wire.client.send(Wire.get)
        #expect(wire.server.receives(Wire.get))
    }

    @Test("Fin towards the server, after a reply: the client still gets what the server says, and its end")
    func finAfterReply() async throws {
        let wire = try await Wire { $0.inject(.fin, when: .afterReplies(1), direction: .toServer) }
        #expect(wire.roundTrip())
        #expect(wire.server.receive() == "")
        wire.server.send("+MORE\r\n")
        #expect(wire.client.receives("+MORE\r\n"))
        wire.server.finish()
        #expect(wire.client.receive() == "")
    }

    @Test("Cut towards the client, after a request: the server still gets what the client says, and its end")
    func finAfterRequest() async throws {
        let count = Wire.get.utf8.count
        let wire = try await Wire {
            $0.inject(.cut(.fin), when: .afterBytes(count, .toServer), direction: .toClient)
        }
        wire.client.send(Wire.get)
        #expect(wire.client.receive() == "")
        wire.client.send(Wire.set)
        wire.client.finish()
        #expect(wire.server.receiveAll() == (Wire.get + Wire.set, "closed"))
        try await eventually { wire.proxy.openConnections == 0 }
    }

    @Test("Half-open: the server's side is gone, the client is not told, and is reset when the fault is lifted")
    func halfOpen() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.halfOpen)
        #expect(wire.server.end() == "closed")
        wire.client.send(Wire.get)
        try await eventually { wire.client.unacknowledgedBytes == 0 }
        #expect(wire.client.receive(patience: .milliseconds(30)) == nil)
        _ = try wire.connect()
        fault.lift()
        #expect(wire.client.end() == "reset")
    }

    @Test("Half-open towards the server: the client is gone, the server is not told")
    func halfOpenServer() async throws {
        let wire = try await Wire()
        wire.proxy.inject(.halfOpen, direction: .toServer)
        #expect(wire.client.end() == "closed")
        wire.server.send("+OK\r\n")
        #expect(wire.server.receive(patience: .milliseconds(30)) == nil)
        wire.proxy.liftAll()
        #expect(wire.server.end() == "reset")
    }

    @Test("Cut after k bytes of a request: exactly those arrive, for every k", arguments: Fault.Ending.allCases)
    func cutRequest(ending: Fault.Ending) async throws {
        let wire = try await Wire()
        for count in 0...Wire.get.utf8.count {
            let fault = wire.proxy.inject(.cut(ending), when: .afterBytes(count, .toServer))
            let (client, server) = try wire.connect()
            client.send(Wire.get + Wire.get)
            let (received, end) = server.receiveAll()
            #expect(received == String(decoding: Wire.get.utf8.prefix(count), as: UTF8.self))
            #expect(end == (ending == .reset ? "reset" : "closed"))
            #expect(client.end() == (ending == .reset ? "reset" : "closed"))
            #expect(fault.firings == 1)
        }
        #expect(wire.roundTrip())
    }

    @Test("Cut after k bytes of a reply: exactly those arrive, for every k", arguments: Fault.Ending.allCases)
    func cutReply(ending: Fault.Ending) async throws {
        let wire = try await Wire()
        let reply = "$5\r\nvalue\r\n"
        for count in 0...reply.utf8.count {
            wire.proxy.inject(.cut(ending), when: .afterBytes(count, .toClient))
            let (client, server) = try wire.connect()
            client.send(Wire.get)
            #expect(server.receives(Wire.get))
            server.send(reply + reply)
            let (received, end) = client.receiveAll()
            #expect(received == String(decoding: reply.utf8.prefix(count), as: UTF8.self))
            #expect(end == (ending == .reset ? "reset" : "closed"))
        }
    }

    @Test("On the n-th GET: the command never reaches the server, those before it do")
    func onCommand() async throws {
        let wire = try await Wire { $0.inject(.reset, when: .onCommand("GET", nth: 2)) }
        wire.client.send(Wire.get + Wire.set + Wire.get)
        let (received, end) = wire.server.receiveAll()
        #expect(received == Wire.get + Wire.set)
        #expect(end == "reset")
        #expect(wire.client.end() == "reset")
    }

    @Test("On a command, towards the client: the command runs, its reply is lost")
    func onCommandReply() async throws {
        let wire = try await Wire { $0.inject(.reset, when: .onCommand("SET"), direction: .toClient) }
        wire.client.send(Wire.get + Wire.set)
        #expect(wire.server.receives(Wire.get + Wire.set))
        wire.server.send("$-1\r\n+OK\r\n")
        #expect(wire.client.receiveAll() == ("$-1\r\n", "reset"))
    }

    @Test("A command that comes in pieces is recognised, and held back no longer than its name is unknown")
    func commandInPieces() async throws {
        let wire = try await Wire { $0.inject(.reset, when: .onCommand("SET")) }
        for byte in Wire.get { wire.client.send(String(byte)) }
        #expect(wire.server.receives(Wire.get))
        wire.client.send("*2\r\n$3\r\nGET\r\n$1")
        #expect(wire.server.receives("*2\r\n$3\r\nGET\r\n$1"))
        wire.client.send("\r\nk\r\n*3\r\n$3\r\nSE")
        #expect(wire.server.receives("\r\nk\r\n"))
        #expect(wire.server.receive(patience: .milliseconds(20)) == nil)
        wire.client.send("T\r\n$1")
        #expect(wire.server.end() == "reset")
    }

    @Test("After k replies: the next is never seen")
    func afterReplies() async throws {
        let wire = try await Wire { $0.inject(.fin, when: .afterReplies(2)) }
        wire.client.send(Wire.get + Wire.get + Wire.get)
        #expect(wire.server.receives(Wire.get + Wire.get + Wire.get))
        wire.server.send("+1\r\n+2\r\n+3\r\n")
        #expect(wire.client.receiveAll() == ("+1\r\n+2\r\n", "closed"))
    }

    @Test("After idle time: not while bytes pass, then it happens")
    func afterIdle() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.reset, when: .afterIdle(.milliseconds(60)))
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .milliseconds(90) { #expect(wire.roundTrip()) }
        #expect(!fault.hasFired)
        let idleSince = ContinuousClock.now
        #expect(wire.client.end() == "reset")
        #expect(ContinuousClock.now - idleSince >= .milliseconds(50))
    }

    @Test("Slow close: the end of one side reaches the other later")
    func slowClose() async throws {
        let wire = try await Wire { $0.inject(.slowClose(.milliseconds(60)), direction: .toServer) }
        let start = ContinuousClock.now
        wire.client.finish()
        #expect(wire.server.receive() == "")
        #expect(ContinuousClock.now - start >= .milliseconds(60))
    }

    @Test("Slow close, lifted: the end goes on at once")
    func slowCloseLifted() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.slowClose(.seconds(100)), direction: .toServer)
        wire.client.finish()
        #expect(wire.server.receive(patience: .milliseconds(30)) == nil)
        fault.lift()
        #expect(wire.server.receive() == "")
    }
}

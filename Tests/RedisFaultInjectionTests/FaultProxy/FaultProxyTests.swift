import RedisFaultInjection
import Testing

@Suite("A fault proxy without a fault", .timeLimit(.minutes(2)))
struct FaultProxyTests {
    @Test("A fault proxy without a fault passes bytes both ways as they are, however many")
    func passes() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let proxy = try await FaultProxy.start(to: server)
        let client = try RawClient(port: proxy.port)
        let value = String(repeating: "0123456789abcdef", count: 60_000)
        client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$\(value.utf8.count)\r\n\(value)\r\n")
        #expect(client.receives("+OK\r\n"))
        for _ in 0..<8 { client.send(Wire.get) }
        #expect(client.receives(String(repeating: "$\(value.utf8.count)\r\n\(value)\r\n", count: 8)))
        #expect(proxy.acceptedConnections == 1 && proxy.openConnections == 1)
        #expect(proxy.firings.isEmpty)
        await proxy.stop()
    }

    @Test("A fault proxy without a fault holds back a sender whose receiver does not read")
    func backPressure() async throws {
        let wire = try await Wire()
        #expect(wire.client.sendUntilStuck() < 32 << 20)
        _ = wire.server
    }

    @Test("A fault proxy without a fault passes on that one side sends no more, while the other goes on")
    func halfClose() async throws {
        let wire = try await Wire()
        wire.client.send("PING\r\n")
        wire.client.finish()
        #expect(wire.server.receives("PING\r\n"))
        #expect(wire.server.receive() == "")
        wire.server.send("+PONG\r\n")
        #expect(wire.client.receives("+PONG\r\n"))
    }

    @Test(
        "A fault proxy without a fault passes a long reply on to its end, though both sides have closed and the client has yet to read it"
    )
    func endOfLongReply() async throws {
        let wire = try await Wire()
        // What the system takes before the proxy has to wait is not known: some of these replies are a little longer.
        let most = wire.server.sendUntilStuck()
        for size in stride(from: most / 40, to: most / 10 * 9, by: most / 40) {
            let (client, server) = try wire.connect()
            client.finish()
            #expect(server.receive() == "")
            server.send([UInt8](repeating: 0x78, count: size))
            server.finish()
            try await Task.sleep(for: .milliseconds(10))
            let (received, end) = client.receiveAll()
            #expect(received.utf8.count == size)
            #expect(end == "closed")
        }
        try await eventually { wire.proxy.openConnections == 1 }
    }

    @Test(
        "A fault proxy without a fault passes on an end and a reset as what they are", arguments: ["closed", "reset"])
    func ends(how: String) async throws {
        let listener = try RawListener()
        let proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: listener.port))
        let client = try RawClient(port: proxy.port)
        var server = listener.accept()
        server?.send("+BYE\r\n")
        #expect(client.receives("+BYE\r\n"))
        if how == "reset" { server?.resetOnClose() }
        server = nil
        #expect(client.end() == how)
        try await eventually { proxy.openConnections == (how == "reset" ? 0 : 1) }

        var second: RawClient? = try RawClient(port: proxy.port)
        let other = try #require(listener.accept())
        second?.send("PING\r\n")
        #expect(other.receives("PING\r\n"))
        if how == "reset" { second?.resetOnClose() }
        second = nil
        #expect(other.end() == how)
    }

    @Test("A fault proxy without a fault leads to a Unix socket")
    func unixSocket() async throws {
        let server = try await RedisServer.start(unixSocket: true)
        defer { server.stop() }
        let proxy = try await FaultProxy.start(to: .unixSocket(path: try #require(server.socketPath)))
        #expect(try RawClient(port: proxy.port).ask("PING\r\n") == "+PONG\r\n")
    }

    @Test(
        "A fault proxy without a fault refuses connections while nothing listens at its target, and takes them again when something does"
    )
    func targetDown() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let proxy = try await FaultProxy.start(to: server)
        let client = try RawClient(port: proxy.port)
        #expect(client.ask("PING\r\n") == "+PONG\r\n")
        server.kill()
        // A client that has seen its connection close is refused from then on.
        #expect(client.end() != "still open")
        #expect(RawClient.connectOutcome(port: proxy.port, patience: .seconds(5)) == .refused)
        try await server.restart()
        try await eventually { (try? RawClient(port: proxy.port).ask("PING\r\n")) == "+PONG\r\n" }
        #expect(proxy.journal.description.contains("refusing connections"))
    }

    @Test("A fault proxy without a fault refuses connections from the start when nothing listens at its target")
    func targetNeverUp() async throws {
        let unused = try PortReservation()
        let proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: unused.port))
        for _ in 0..<3 {
            #expect(RawClient.connectOutcome(port: proxy.port, patience: .seconds(5)) == .refused)
        }
        #expect(proxy.acceptedConnections == 0)
    }

    @Test(
        "A fault proxy without a fault refuses connections from the start when nothing listens at the target's name, or the name has no address"
    )
    func namedTargetNeverUp() async throws {
        let unused = try PortReservation()
        for host in ["localhost", "no-host.invalid"] {
            let proxy = try await FaultProxy.start(to: .tcp(host: host, port: unused.port))
            for _ in 0..<3 {
                #expect(RawClient.connectOutcome(port: proxy.port, patience: .seconds(5)) == .refused, "\(host)")
            }
            #expect(proxy.acceptedConnections == 0)
        }
    }

    @Test(
        "A fault proxy without a fault takes connections when something listens at the target's name, and refuses them when it has gone"
    )
    func namedTarget() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        let proxy = try await FaultProxy.start(to: .tcp(host: "localhost", port: server.port))
        #expect(try RawClient(port: proxy.port).ask("PING\r\n") == "+PONG\r\n")
        server.kill()
        try await eventually { RawClient.connectOutcome(port: proxy.port, patience: .seconds(5)) == .refused }
        try await server.restart()
        try await eventually { (try? RawClient(port: proxy.port).ask("PING\r\n")) == "+PONG\r\n" }
    }

    @Test(
        "A fault proxy without a fault refuses connections while nothing listens at a Unix socket, whether there is a file of that name or not"
    )
    func unixTargetDown() async throws {
        let nowhere = try await FaultProxy.start(
            to: .unixSocket(path: "/tmp/no-such-socket-\(UInt64.random(in: 0...(.max)))"))
        #expect(RawClient.connectOutcome(port: nowhere.port, patience: .seconds(5)) == .refused)
        #expect(nowhere.acceptedConnections == 0)

        let server = try await RedisServer.start(unixSocket: true)
        defer { server.stop() }
        let target = ProxyTarget.unixSocket(path: try #require(server.socketPath))
        let proxy = try await FaultProxy.start(to: target)
        let client = try RawClient(port: proxy.port)
        #expect(client.ask("PING\r\n") == "+PONG\r\n")
        // Killed, it leaves the file behind.
        server.kill()
        #expect(client.end() != "still open")
        #expect(RawClient.connectOutcome(port: proxy.port, patience: .seconds(5)) == .refused)
        let late = try await FaultProxy.start(to: target)
        #expect(RawClient.connectOutcome(port: late.port, patience: .seconds(5)) == .refused)
        try await server.restart()
        for proxy in [proxy, late] {
            try await eventually { (try? RawClient(port: proxy.port).ask("PING\r\n")) == "+PONG\r\n" }
        }
    }

    @Test("A fault proxy without a fault looks at a Unix socket without connecting to it")
    func unixTargetUnnoticed() async throws {
        let server = try await RedisServer.start(unixSocket: true)
        defer { server.stop() }
        let path = try #require(server.socketPath)
        /// How many connections the server has had, this one included.
        func connections() throws -> Int {
            let information = try #require(try RawClient(socketPath: path).ask("INFO stats\r\n"))
            let line = information.split(separator: "\r\n").first { $0.hasPrefix("total_connections_received:") }
            return try #require(line?.split(separator: ":").last.flatMap { Int($0) })
        }
        let before = try connections()
        let proxy = try await FaultProxy.start(to: .unixSocket(path: path))
        try await Task.sleep(for: .milliseconds(50))
        #expect(try connections() == before + 1)
        await proxy.stop()
    }

    @Test("A fault proxy without a fault notices without any connection that its target has gone")
    func targetGoneUnnoticed() async throws {
        let server = try ScriptedServer(.healthy())
        let proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: server.port))
        try await server.become(.refuse)
        try await eventually { RawClient.connectOutcome(port: proxy.port, patience: .seconds(5)) == .refused }
        try await server.become(.healthy())
        try await eventually { RawClient.connectOutcome(port: proxy.port, patience: .seconds(5)) == .connected }
    }

    @Test(
        "A fault proxy without a fault leads new connections elsewhere when told to, and leaves open ones where they are"
    )
    func retarget() async throws {
        let first = try ScriptedServer(.healthy())
        let second = try ScriptedServer(.healthy())
        let proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: first.port))
        let old = try RawClient(port: proxy.port)
        #expect(old.ask("PING\r\n") == "+PONG\r\n")
        try proxy.retarget(to: .tcp(host: "127.0.0.1", port: second.port))
        #expect(try RawClient(port: proxy.port).ask("PING\r\n") == "+PONG\r\n")
        #expect(old.ask("PING\r\n") == "+PONG\r\n")
        #expect(first.commands.count == 2 && second.commands.count == 1)
    }

    @Test("A fault proxy without a fault resets its connections and refuses new ones while suspended")
    func suspend() async throws {
        let wire = try await Wire()
        wire.proxy.suspend()
        #expect(wire.client.end() == "reset")
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .refused)
        wire.proxy.resume()
        _ = try wire.connect()
    }

    @Test("A fault proxy without a fault closes everything when it is stopped, and when the last reference goes")
    func stops() async throws {
        for stops in [true, false] {
            let listener = try RawListener()
            var proxy: FaultProxy? = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: listener.port))
            let port = try #require(proxy?.port)
            let client = try RawClient(port: port)
            let server = try #require(listener.accept())
            if stops {
                await proxy?.stop()
                await proxy?.stop()
                #expect(proxy?.openConnections == 0)
                // Nothing of this traps or waits.
                proxy?.inject(.reset).lift()
                proxy?.liftAll()
            }
            proxy = nil
            #expect(client.end() == "closed")
            #expect(server.end() == "closed")
            #expect(RawClient.connectOutcome(port: port, patience: .seconds(5)) == .refused)
        }
    }

    @Test("A fault proxy without a fault takes a certain port, and says when it cannot")
    func fixedPort() async throws {
        let listener = try RawListener()
        let target = ProxyTarget.tcp(host: "127.0.0.1", port: listener.port)
        let free = try PortReservation().port
        let proxy = try await FaultProxy.start(to: target, port: free)
        #expect(proxy.port == free)
        for port in [0, 65536, -1, listener.port] {
            await #expect(throws: FaultInjectionError.self) { _ = try await FaultProxy.start(to: target, port: port) }
        }
    }

    @Test(
        "A fault proxy without a fault takes no target that is none",
        arguments: [
            ProxyTarget.tcp(host: "127.0.0.1", port: 0), .tcp(host: "", port: 1), .tcp(host: "h", port: 70_000),
            .unixSocket(path: ""), .unixSocket(path: String(repeating: "x", count: 200)),
        ]
    )
    func badTarget(target: ProxyTarget) async throws {
        await #expect(throws: FaultInjectionError.self) { _ = try await FaultProxy.start(to: target) }
        let wire = try await Wire()
        #expect(throws: FaultInjectionError.self) { try wire.proxy.retarget(to: target) }
        #expect(wire.roundTrip())
    }
}

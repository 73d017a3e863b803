import RedisFaultInjection
import Testing

@Suite("Records and controls of a scripted server", .timeLimit(.minutes(2)))
struct ScriptedServerRecordTests {
    @Test("A scripted server records commands by connection and position")
    func positions() async throws {
        let server = try ScriptedServer(.healthy())
        let first = try RawClient(port: server.port)
        #expect(first.ask("PING\r\n") == "+PONG\r\n")
        let second = try RawClient(port: server.port)
        #expect(second.ask("CLIENT SETNAME x\r\n") == "+OK\r\n")
        #expect(first.ask("SELECT 1\r\n") == "+OK\r\n")
        let commands = try await server.waitForCommands(3)
        #expect(commands.map(\.connection) == [0, 1, 0])
        #expect(commands.map(\.position) == [0, 0, 1])
        #expect(commands.map(\.name) == ["PING", "CLIENT", "SELECT"])
        #expect(server.acceptedConnections == 2)
        #expect(server.openConnections == 2)
    }

    @Test("A scripted server gives a handshake healthy answers, and scripted ones where the script has any")
    func healthy() throws {
        let server = try ScriptedServer(.healthy { $0.name == "GET" ? [.send("$1\r\nv\r\n")] : nil })
        let client = try RawClient(port: server.port)
        #expect(client.ask("HELLO 3\r\n")?.hasPrefix("-ERR unknown command") == true)
        #expect(client.ask("AUTH user secret\r\n") == "+OK\r\n")
        #expect(client.ask("PING hello\r\n") == "$5\r\nhello\r\n")
        #expect(client.ask("GET k\r\n") == "$1\r\nv\r\n")
        #expect(client.ask("SET k v\r\n") == "-ERR the script has no answer to SET\r\n")
        #expect(client.ask("QUIT\r\n") == "+OK\r\n")
        #expect(client.end() == "closed")
    }

    @Test(
        "A scripted server counts the connections that sent something other than a command",
        arguments: ["*x\r\n", "*1\r\n+GET\r\n"])
    func malformed(bytes: String) async throws {
        let server = try ScriptedServer(.healthy())
        let client = try RawClient(port: server.port)
        client.send("PING\r\n" + bytes + "PING\r\n")
        #expect(client.receives("+PONG\r\n"))
        try await eventually { server.malformedRequests == 1 }
        #expect(server.commands.count == 1)
    }

    @Test("A scripted server changes its behaviour on the same port")
    func become() async throws {
        let server = try ScriptedServer(.healthy())
        let client = try RawClient(port: server.port)
        #expect(client.ask("PING\r\n") == "+PONG\r\n")

        try await server.become(.refuse)
        #expect(client.end() == "closed")
        #expect(RawClient.connectOutcome(port: server.port, patience: .seconds(5)) == .refused)

        try await server.become(.blackHoleConnect)
        #expect(RawClient.connectOutcome(port: server.port, patience: .milliseconds(50)) == .hanging)

        try await server.become(.healthy())
        #expect(try RawClient(port: server.port).ask("PING\r\n") == "+PONG\r\n")
        #expect(server.acceptedConnections == 2)
    }

    @Test("A scripted server sends unsolicited bytes on one connection or on all")
    func perform() async throws {
        let server = try ScriptedServer(.neverAnswer)
        let first = try RawClient(port: server.port)
        try await server.waitForConnections(1)
        let second = try RawClient(port: server.port)
        try await server.waitForConnections(2)
        server.perform([.send("+uninvited\r\n")], onConnection: 1)
        #expect(second.receives("+uninvited\r\n"))
        server.perform([.reset])
        #expect(first.end() == "reset")
        #expect(second.end() == "reset")
        try await server.waitForOpenConnections(0)
    }

    @Test("A scripted server lets a test wait for certain commands only")
    func waitForNamedCommands() async throws {
        let server = try ScriptedServer(.healthy())
        let client = try RawClient(port: server.port)
        async let pings = server.waitForCommands(2, named: "PING")
        client.send("PING a\r\nSELECT 1\r\nPING b\r\n")
        #expect(try await pings.map(\.words) == [["PING", "a"], ["PING", "b"]])
    }

    @Test("A scripted server ends a wait that times out with what it did receive")
    func impatience() async throws {
        let server = try ScriptedServer(.healthy())
        let client = try RawClient(port: server.port)
        #expect(client.ask("PING\r\n") == "+PONG\r\n")
        let error = await #expect(throws: FaultInjectionError.self) {
            try await server.waitForCommands(2, within: .milliseconds(10))
        }
        #expect(error?.code == .waitTimedOut)
        #expect(error?.message.contains("PING") == true)
    }

    @Test("A scripted server ends a wait when the task is cancelled or the server stops")
    func endedWaits() async throws {
        let server = try ScriptedServer(.neverAnswer)
        let cancelled = Task { try await server.waitForConnections(1) }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }

        let stopped = Task { try await server.waitForConnections(1) }
        server.stop()
        await #expect(throws: FaultInjectionError.self) { try await stopped.value }
        await #expect(throws: FaultInjectionError.self) { try await server.become(.refuse) }
    }

    @Test(
        "A scripted server closes everything when stopped, and when the last reference to it goes",
        arguments: [false, true])
    func stop(byName: Bool) throws {
        var server: ScriptedServer? = try ScriptedServer(.healthy())
        let port = try #require(server?.port)
        let client = try RawClient(port: port)
        #expect(client.ask("PING\r\n") == "+PONG\r\n")
        if byName { server?.stop() } else { server = nil }
        #expect(client.end() == "closed")
        #expect(RawClient.connectOutcome(port: port, patience: .seconds(5)) == .refused)
    }
}

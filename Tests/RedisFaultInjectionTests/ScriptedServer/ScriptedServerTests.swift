import RedisFaultInjection
import Synchronization
import Testing

@Suite("A scripted server", .timeLimit(.minutes(2)))
struct ScriptedServerTests {
    @Test("A scripted server refuses connections when told to, for as long as it exists")
    func refuse() throws {
        let server = try ScriptedServer(.refuse)
        for _ in 0..<3 {
            #expect(RawClient.connectOutcome(port: server.port, patience: .seconds(5)) == .refused)
        }
        #expect(server.acceptedConnections == 0)
    }

    @Test("A scripted server lets connects hang when told to be a black hole")
    func blackHole() throws {
        let server = try ScriptedServer(.blackHoleConnect)
        for _ in 0..<3 {
            #expect(RawClient.connectOutcome(port: server.port, patience: .milliseconds(100)) == .hanging)
        }
        #expect(server.acceptedConnections == 0)
    }

    @Test("A scripted server accepts and closes without sending a byte")
    func acceptThenClose() async throws {
        let server = try ScriptedServer(.acceptThenClose)
        #expect(try RawClient(port: server.port).receive() == "")
        try await server.waitForConnections(1)
        try await server.waitForOpenConnections(0)
    }

    @Test("A scripted server records commands that it never answers")
    func neverAnswer() async throws {
        let server = try ScriptedServer(.neverAnswer)
        let client = try RawClient(port: server.port)
        client.send("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n")
        #expect(try await server.waitForCommands(1).map(\.words) == [["GET", "k"]])
        #expect(client.receive(patience: .milliseconds(30)) == nil)
        #expect(server.openConnections == 1)
    }

    @Test("A scripted server never reads, so that the peer's buffers fill")
    func neverRead() async throws {
        let server = try ScriptedServer(.neverRead)
        let client = try RawClient(port: server.port)
        #expect(client.sendUntilStuck() > 0)
        #expect(client.sendUntilStuck() == 0)
        #expect(server.commands.isEmpty)
        try await server.waitForOpenConnections(1)
    }

    @Test("A scripted server notices that a peer has gone, whether it reads or not", arguments: [false, true])
    func peerGone(reads: Bool) async throws {
        let server = try ScriptedServer(reads ? .neverAnswer : .neverRead)
        var client: RawClient? = try RawClient(port: server.port)
        client?.send("PING\r\n")
        try await server.waitForOpenConnections(1)
        client = nil
        try await server.waitForOpenConnections(0)
    }

    @Test("A scripted server feeds bytes one by one, with time between them")
    func dripFeed() throws {
        let server = try ScriptedServer(.dripFeed(Array("+OK\r\n".utf8), every: .milliseconds(20)))
        let start = ContinuousClock.now
        #expect(try RawClient(port: server.port).receives("+OK\r\n"))
        #expect(ContinuousClock.now - start >= .milliseconds(80))
    }

    @Test("A scripted server greets with an error line before any request, then closes")
    func greet() throws {
        let server = try ScriptedServer(.greet([.send("-ERR max number of clients reached\r\n"), .close]))
        let client = try RawClient(port: server.port)
        #expect(client.receives("-ERR max number of clients reached\r\n"))
        #expect(client.end() == "closed")
    }

    @Test("A scripted server answers commands as its handler says, byte for byte")
    func replies() throws {
        let server = try ScriptedServer(
            .replies { command in
                switch command.name {
                case "GET": [.send([36, 49, 13, 10, 0xff, 13, 10])]
                case "SLOW": [.sendSlowly(Array("abcdefg".utf8), chunk: 3, every: .milliseconds(20))]
                case "LATE": [.send("1"), .pause(.milliseconds(20)), .send("2")]
                default: [.nothing]
                }
            }
        )
        let client = try RawClient(port: server.port)
        client.send("*1\r\n$3\r\nget\r\n")
        #expect(client.receive() == "$1\r\n\u{fffd}\r\n")
        let start = ContinuousClock.now
        client.send("SLOW\r\n")
        #expect(client.receives("abcdefg"))
        client.send("SILENT\r\nLATE\r\n")
        #expect(client.receives("12"))
        // Two waits between three chunks, and the pause.
        #expect(ContinuousClock.now - start >= .milliseconds(60))
    }

    @Test("A scripted server closes in an orderly way even when requests are left unread")
    func close() throws {
        let server = try ScriptedServer(.replies { $0.name == "QUIT" ? [.send("+OK\r\n"), .close] : [] })
        let client = try RawClient(port: server.port)
        client.send("QUIT\r\nPING\r\nPING\r\n")
        #expect(client.end() == "closed")
    }

    @Test("A scripted server resets a connection when told to")
    func reset() throws {
        let server = try ScriptedServer(.replies { _ in [.reset] })
        let client = try RawClient(port: server.port)
        client.send("PING\r\n")
        #expect(client.end() == "reset")
    }

    @Test("A scripted server sends replies larger than the socket's buffers whole, and serves others meanwhile")
    func largeReply() throws {
        let large = String(decoding: [UInt8](repeating: UInt8(ascii: "x"), count: 8 << 20), as: UTF8.self)
        let server = try ScriptedServer(.replies { $0.name == "BIG" ? [.send(large)] : [.send("+small\r\n")] })
        let slow = try RawClient(port: server.port)
        slow.send("BIG\r\n")
        #expect(try RawClient(port: server.port).ask("OTHER\r\n") == "+small\r\n")
        #expect(slow.receives(large))
    }

    @Test("A scripted server waits however long it is told to")
    func hugeWaits() async throws {
        let server = try ScriptedServer(.replies { _ in [.pause(.seconds(Int64.max)), .send("+LATE\r\n")] })
        async let commands = server.waitForCommands(1, within: .seconds(Int64.max))
        let client = try RawClient(port: server.port)
        client.send("PING\r\n")
        #expect(try await commands.count == 1)
        #expect(client.receive(patience: .milliseconds(20)) == nil)
    }
}

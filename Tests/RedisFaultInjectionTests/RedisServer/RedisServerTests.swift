import Foundation
import RedisFaultInjection
import Testing

@Suite("A private Redis server", .timeLimit(.minutes(2)))
struct RedisServerTests {
    @Test("A private Redis server answers as soon as it was started")
    func answers() async throws {
        let server = try await RedisServer.start()
        #expect(try RawClient(port: server.port).ask("PING\r\n") == "+PONG\r\n")
        #expect(server.host == "127.0.0.1")
    }

    @Test("A private Redis server asks for its password, and takes it whatever characters it has")
    func password() async throws {
        let server = try await RedisServer.start(password: "a b\"c\\x41'é#\n")
        let client = try RawClient(port: server.port)
        #expect(client.ask("PING\r\n")?.hasPrefix("-NOAUTH") == true)
        #expect(client.ask("*2\r\n$4\r\nAUTH\r\n$14\r\na b\"c\\x41'é#\n\r\n") == "+OK\r\n")
        #expect(client.ask("PING\r\n") == "+PONG\r\n")
    }

    @Test("A private Redis server has its one connection free for the test when it allows only one")
    func maxclients() async throws {
        let server = try await RedisServer.start(directives: ["maxclients": "1"])
        let first = try RawClient(port: server.port)
        #expect(first.ask("PING\r\n") == "+PONG\r\n")
        let second = try RawClient(port: server.port)
        #expect(second.receive() == "-ERR max number of clients reached\r\n")
    }

    @Test("A private Redis server listens on a Unix socket when asked to")
    func unixSocket() async throws {
        let server = try await RedisServer.start(unixSocket: true)
        let path = try #require(server.socketPath)
        #expect(try RawClient(socketPath: path).ask("PING\r\n") == "+PONG\r\n")
    }

    @Test("A private Redis server writes nothing to disk and allows DEBUG, unless told otherwise")
    func directives() async throws {
        let server = try await RedisServer.start(directives: ["databases": "3", "save": "900 1"])
        let client = try RawClient(port: server.port)
        #expect(client.ask("CONFIG GET databases\r\n") == "*2\r\n$9\r\ndatabases\r\n$1\r\n3\r\n")
        #expect(client.ask("CONFIG GET save\r\n") == "*2\r\n$4\r\nsave\r\n$5\r\n900 1\r\n")
        #expect(client.ask("CONFIG GET appendonly\r\n") == "*2\r\n$10\r\nappendonly\r\n$2\r\nno\r\n")
        #expect(client.ask("DEBUG SLEEP 0\r\n") == "+OK\r\n")

        let other = try await RedisServer.start()
        #expect(try RawClient(port: other.port).ask("CONFIG GET save\r\n") == "*2\r\n$4\r\nsave\r\n$0\r\n\r\n")
    }

    @Test("A private Redis server stands still while frozen, and answers what it was sent meanwhile when thawed")
    func freeze() async throws {
        let server = try await RedisServer.start()
        let client = try RawClient(port: server.port)
        #expect(client.ask("PING\r\n") == "+PONG\r\n")
        server.freeze()
        client.send("PING\r\n")
        #expect(client.receive(patience: .milliseconds(50)) == nil)
        let late = try RawClient(port: server.port)
        late.send("ECHO hi\r\n")
        server.thaw()
        #expect(client.receive() == "+PONG\r\n")
        #expect(late.receive() == "$2\r\nhi\r\n")
    }

    @Test(
        "A private Redis server can be killed, frozen or not, and restarts empty on the same port",
        arguments: [false, true])
    func killAndRestart(frozen: Bool) async throws {
        let server = try await RedisServer.start()
        let client = try RawClient(port: server.port)
        #expect(client.ask("SET key value\r\n") == "+OK\r\n")
        let firstProcess = try #require(server.pid)

        if frozen { server.freeze() }
        server.kill()
        #expect(server.pid == nil)
        #expect(client.receive() == "")
        #expect(throws: RawClient.Refused.self) { try RawClient(port: server.port) }

        try await server.restart()
        #expect(try RawClient(port: server.port).ask("EXISTS key\r\n") == ":0\r\n")
        #expect(try #require(server.pid) != firstProcess)
    }

    @Test("A private Redis server notices that its process ended by itself, and can be restarted")
    func endedByItself() async throws {
        let server = try await RedisServer.start()
        let client = try RawClient(port: server.port)
        client.send("SHUTDOWN NOSAVE\r\n")
        #expect(client.receive() == "")
        try await eventually { server.pid == nil }
        try await server.restart()
        #expect(try RawClient(port: server.port).ask("PING\r\n") == "+PONG\r\n")
    }

    @Test("A private Redis server leaves no process and no folder when stopped, but its log")
    func stop() async throws {
        let server = try await RedisServer.start()
        let process = try #require(server.pid)
        #expect(FileManager.default.fileExists(atPath: server.folderPath))
        server.stop()
        server.stop()
        #expect(kill(process, 0) == -1)
        #expect(!FileManager.default.fileExists(atPath: server.folderPath))
        #expect(server.log.contains("Ready to accept connections"))
        await #expect(throws: FaultInjectionError.self) { try await server.restart() }
    }

    @Test("A private Redis server stops when the last reference to it goes")
    func dropped() async throws {
        var server: RedisServer? = try await RedisServer.start()
        let process = try #require(server?.pid)
        let folder = try #require(server?.folderPath)
        server = nil
        #expect(kill(process, 0) == -1)
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("A private Redis server runs beside others of its kind, each on a port of its own")
    func many() async throws {
        let servers = try await withThrowingTaskGroup(of: RedisServer.self) { group in
            for _ in 0..<8 { group.addTask { try await RedisServer.start() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(servers.map(\.port)).count == 8)
        for server in servers {
            #expect(try RawClient(port: server.port).ask("PING\r\n") == "+PONG\r\n")
        }
    }
}

import Foundation
import RedisFaultInjection
import Synchronization
import Testing

@Suite("Start of a private Redis server", .timeLimit(.minutes(2)))
struct RedisServerStartTests {
    @Test("Starting a private Redis server takes another port when the first is in use")
    func takenPort() async throws {
        let stranger = try await RedisServer.start()
        let choices = Mutex([PortReservation(unheldPort: stranger.port)])
        let server = try await RedisServer.start(choosingPortWith: { () throws(FaultInjectionError) in
            if let taken = choices.withLock({ $0.popLast() }) { return taken }
            return try PortReservation()
        })
        #expect(choices.withLock { $0.isEmpty })
        #expect(server.port != stranger.port)
        #expect(try RawClient(port: server.port).ask("PING\r\n") == "+PONG\r\n")
    }

    @Test("Starting a private Redis server on a certain port says so when that port is taken")
    func fixedPort() async throws {
        let first = try await RedisServer.start()
        let error = await #expect(throws: FaultInjectionError.self) {
            try await RedisServer.start(port: first.port)
        }
        #expect(error?.message.contains("\(first.port)") == true)
        #expect(error?.message.contains("in use") == true)
        first.stop()
        #expect(try await RedisServer.start(port: first.port).port == first.port)
    }

    @Test("Starting a private Redis server shows the end of the log when the server refuses its configuration")
    func badDirective() async throws {
        let error = await #expect(throws: FaultInjectionError.self) {
            try await RedisServer.start(directives: ["no-such-directive": "1"])
        }
        #expect(error?.code == .startFailed)
        #expect(error?.message.contains("no-such-directive") == true)
    }

    @Test(
        "Starting a private Redis server refuses directives that it sets itself, and more than one in a value",
        arguments: [["port": "6379"], ["Dir": "/tmp"], ["databases": "1\nport 6379"], ["": "1"]]
    )
    func reservedDirective(directives: [String: String]) async throws {
        let error = await #expect(throws: FaultInjectionError.self) {
            try await RedisServer.start(directives: directives)
        }
        #expect(error?.code == .invalidArgument)
    }

    @Test("Starting a private Redis server gives up on a server that does not answer within the time it was given")
    func tooSlow() async throws {
        let error = await #expect(throws: FaultInjectionError.self) {
            try await RedisServer.start(startupTimeout: .zero)
        }
        #expect(error?.code == .startFailed)
        #expect(error?.message.contains("did not answer within 0.0 seconds") == true)
    }

    @Test("Starting a private Redis server says what to install when there is no server program")
    func notInstalled() {
        let error = #expect(throws: FaultInjectionError.self) {
            try ServerExecutable(searchPath: "/nonexistent:/also-not-there")
        }
        #expect(error?.code == .serverNotFound)
        #expect(error?.message.contains("apt-get install redis-server") == true)
    }

    @Test(
        "Starting a private Redis server reads the version of Redis and of Valkey",
        arguments: [
            ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64", 7),
            ("Valkey server v=8.1.0 sha=00000000:0 malloc=jemalloc", 8),
            ("Redis server v=10.0 sha", 10),
            ("something else", nil),
        ]
    )
    func version(banner: String, expected: Int?) {
        #expect(ServerExecutable.majorVersion(inBanner: banner) == expected)
    }

    @Test("A private Redis server serves TLS on a second port when given certificates")
    func tls() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = TLSFiles(
            certificate: folder.appending(path: "server.crt").path,
            privateKey: folder.appending(path: "server.key").path
        )
        let made = try run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=localhost", "-days", "1", "-keyout", files.privateKey, "-out", files.certificate
        )
        #expect(made.status == 0, "\(made.output)")

        let server = try await RedisServer.start(tls: files)
        let port = try #require(server.tlsPort)
        #expect(port != server.port)
        let answer = try run("redis-cli", "--tls", "--cacert", files.certificate, "-p", "\(port)", "ping")
        #expect(answer.output.contains("PONG"))
    }

    private func run(_ command: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}

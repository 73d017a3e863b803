import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("The kinds of private Redis servers", .timeLimit(.minutes(2)))
struct RedisServerKindsTests {
    private func client(
        _ server: RedisServer, port: Int? = nil, user: String? = nil, password: String? = nil,
        trusting certificates: TestCertificates? = nil
    ) throws -> RedisClient {
        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: port ?? server.port))
        if let password { configuration.credentials = .init(username: user, password: password) }
        if let certificates { configuration.tls = .init(trustRoots: .file(certificates.authorityFile)) }
        return try RedisClient(configuration)
    }

    @Test("A private Redis server can have users, each with a password and rights of its own")
    func users() async throws {
        let server = try await RedisServer.start(users: [
            .init("reader", password: "se\"cret", rules: ["~cache:*", "+@read", "+ping"]), .init("guest"),
        ])
        let reader = try client(server, user: "reader", password: "se\"cret")
        #expect(try await reader.get("cache:a", as: String.self) == nil)
        let write = await #expect(throws: RedisError.self) { _ = try await reader.set("cache:a", "1") }
        #expect(write?.reply?.name == "NOPERM")
        let other = await #expect(throws: RedisError.self) { _ = try await reader.get("a", as: String.self) }
        #expect(other?.reply?.name == "NOPERM")
        #expect(try await client(server, user: "guest", password: "anything").set("a", "1"))
        let stranger = try client(server, user: "reader", password: "wrong")
        let refused = await #expect(throws: RedisError.self) { try await stranger.ping() }
        #expect(refused?.reply?.name == "WRONGPASS")
    }

    @Test(
        "A user is one line of the configuration",
        arguments: [
            RedisServer.User("two words"), RedisServer.User(""), RedisServer.User("a", rules: ["~* +@all"]),
            RedisServer.User("a", rules: ["~*\nport 1"]),
        ])
    func badUser(user: RedisServer.User) async throws {
        let error = await #expect(throws: FaultInjectionError.self) { try await RedisServer.start(users: [user]) }
        #expect(error?.code == .invalidArgument)
    }

    @Test("Certificates are made on the spot, and go with the server")
    func certificates() async throws {
        var folder = ""
        do {
            let tls = try await BlockingWork.run { try TLSFiles.made() }
            let certificates = try #require(tls.certificates)
            folder = certificates.directory
            let server = try await RedisServer.start(tls: tls)
            #expect(try await client(server, port: server.tlsPort, trusting: certificates).ping() == "PONG")
        }
        try await eventually { !FileManager.default.fileExists(atPath: folder) }
    }

    @Test(
        "Invalid certificates are made on the spot as well, and a client refuses each for its own reason",
        arguments: [
            (TestCertificates.Kind.expiredServer, "expired"), (.wrongHostServer, "127.0.0.1"),
            (.unknownServer, "unknown authority"), (.selfSignedServer, "self"),
        ])
    func badCertificates(kind: TestCertificates.Kind, word: String) async throws {
        let tls = try await BlockingWork.run { try TLSFiles.made(kind) }
        let server = try await RedisServer.start(tls: tls)
        let client = try client(server, port: server.tlsPort, trusting: tls.certificates)
        let error = await #expect(throws: RedisError.self) { try await client.ping() }
        #expect(error?.code == .tls)
        #expect(error?.message.lowercased().contains(word) == true, "\(error?.message ?? "")")
    }

    @Test("A replica has what its primary has, refuses writes, and outlives it", arguments: [nil, "se\"cret"])
    func replica(password: String?) async throws {
        let primary = try await RedisServer.start(password: password)
        let writer = try client(primary, password: password)
        _ = try await writer.set("a", "1")
        let replica = try await primary.startReplica()
        let reader = try client(replica, password: password)
        #expect(try await reader.get("a", as: String.self) == "1")
        let error = await #expect(throws: RedisError.self) { _ = try await reader.set("a", "2") }
        #expect(error?.reply?.name == "READONLY")
        primary.kill()
        #expect(try await client(replica, password: password).get("a", as: String.self) == "1")
    }

    @Test("A replica that cannot catch up says so, with its log")
    func lostReplica() async throws {
        let primary = try await RedisServer.start()
        primary.freeze()
        let error = await #expect(throws: FaultInjectionError.self) {
            try await primary.startReplica(startupTimeout: .seconds(4))
        }
        #expect(error?.code == .startFailed)
        #expect(error?.message.contains("did not catch up") == true)
        #expect(error?.message.contains("Connecting to") == true)
    }

    @Test("Valkey-server does where there is no redis-server, and any program can be named")
    func programs() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "programs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let installed = try ServerExecutable().path
        let valkey = folder.appending(path: "valkey-server").path
        try FileManager.default.createSymbolicLink(atPath: valkey, withDestinationPath: installed)
        #expect(try ServerExecutable(searchPath: "/nonexistent:\(folder.path)").path == valkey)

        let server = try await RedisServer.start(program: valkey)
        #expect(server.description.hasPrefix(valkey))
        #expect(try await client(server).ping() == "PONG")
        let error = await #expect(throws: FaultInjectionError.self) {
            try await RedisServer.start(program: folder.appending(path: "nothing").path)
        }
        #expect(error?.code == .serverNotFound)
    }

    @Test("The diagnostics contain the program, the process and the end of the log, and no password")
    func diagnostics() async throws {
        let server = try await RedisServer.start(password: "hidden")
        #expect(server.diagnostics.contains("redis-server"))
        #expect(server.diagnostics.contains("127.0.0.1:\(server.port), process \(server.pid ?? 0) running"))
        #expect(server.diagnostics.contains("Ready to accept connections"))
        #expect(!server.diagnostics.contains("hidden"))
        server.freeze()
        #expect(server.diagnostics.contains("frozen"))
        server.kill()
        #expect(server.diagnostics.contains("not running"))
        server.stop()
        #expect(server.diagnostics.contains("stopped for good"))
        #expect(server.diagnostics.contains("Ready to accept connections"))
    }
}

import Foundation
import RedisFaultInjection
import RedisTransport
import ResilientRedisClient
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Resilience {
    /// Messages say what is so and what to do.
    @Suite("A message", .serialized)
    struct AdviceTests {
        @Test(
            "about a key of another node says that this is a cluster",
            arguments: ["MOVED 3999 10.0.0.7:6381", "ASK 3999 10.0.0.7:6381"])
        func moved(_ text: String) async throws {
            let server = try ScriptedServer(echo { $0.words.last == "k" ? [.send("-\(text)\r\n")] : nil })
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(await tried { try await client.text("k") }.error)
            #expect(error.message.contains(text))
            #expect(error.message.contains("Redis Cluster"))
            #expect(error.outcome == .rejected)
        }

        @Test("The message about a connection that ends during the handshake names TLS, unless it is used")
        func closed() async throws {
            let server = try ScriptedServer(.acceptThenClose)
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(await tried { try await client.text("k") }.error)
            #expect(error.message.contains("If the port is for TLS, use rediss://"), "\(error)")
        }

        @Test("The message about a TLS record in the place of a reply names TLS")
        func tlsAlert() async throws {
            let server = try ScriptedServer(.greet([.send([0x15, 3, 1, 0, 2, 2, 70]), .close]))
            defer { server.stop() }
            let client = try client(port: server.port)
            let error = try #require(await tried { try await client.text("k") }.error)
            #expect(error.message.contains("If the port is for TLS, use rediss://"), "\(error)")
        }

        @Test(
            "about a command that cannot be sent names the API to use, or says that there is none yet",
            arguments: [
                ("SUBSCRIBE c", "no API for publish and subscribe yet"), ("PSUBSCRIBE c", "publish and subscribe yet"),
                ("MONITOR", "no API for MONITOR"), ("CLIENT REPLY OFF", "CLIENT REPLY"), ("SYNC", "no API for SYNC"),
                ("SELECT 1", "database"), ("AUTH p", "credentials"), ("HELLO 3", "protocolVersion"),
                ("MULTI", "transaction"), ("EXEC", "transaction"), ("WATCH k", "transaction(watching:"),
                ("QUIT", "shutdown"), ("RESET", "withConnection"), ("WAIT 1 0", "withConnection"),
                ("CLIENT TRACKING ON", "withConnection"), ("READONLY", "withConnection"),
            ])
        func unsupported(_ line: String, _ advice: String) async throws {
            let client = try client(port: 1)
            var encoder = RESPEncoder()
            for word in line.split(separator: " ") { encoder.append(String(word)) }
            let command = RedisCommand<RESPValue>(encoder)
            let error = try #require(await tried { try await client.send(command) }.error)
            #expect(error.code == .unsupported)
            #expect(error.outcome == .notSent)
            #expect(error.message.contains(advice), "\(error.message)")
        }

        #if os(Linux)
            @Test("A lack of descriptors is reported as such, and no outage follows from it")
            func descriptors() async {
                await #expect(processExitsWith: .success) {
                    let server = try ScriptedServer(echo())
                    let named = try client(port: server.port, host: "localhost") {
                        $0.resilience.backoff = .seconds(60)
                    }
                    let numeric = try client(port: server.port) { $0.resilience.backoff = .seconds(60) }
                    // Makes the loops and what else they need, but no connection.
                    for client in [named, numeric] { await client.reset() }
                    var used: [Int32] = []
                    var limit = rlimit()
                    let files = RLIMIT_NOFILE.rawValue
                    getrlimit(.init(files), &limit)
                    let before = limit
                    limit.rlim_cur = 256
                    setrlimit(.init(files), &limit)
                    while case let file = dup(0), file >= 0 { used.append(file) }
                    for client in [named, numeric] {
                        let error = try #require(await tried { try await client.text("k") }.error)
                        try #require(error.message.contains("this machine"), "\(error)")
                        try #require(error.message.contains("descriptors"), "\(error)")
                        try #require(!error.message.contains("DNS"))
                        try #require(!error.message.contains("that the server runs"))
                        try #require(error.outcome == .notSent)
                        try #require(client.availability == .available)
                    }
                    for file in used { close(file) }
                    limit = before
                    setrlimit(.init(files), &limit)
                    // At once, as far as refused connections are not remembered for a moment.
                    for client in [named, numeric] {
                        try await until { (try? await client.text("k")) == "k" }
                    }
                }
            }
        #endif
    }
}

import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    @Suite("Client over TLS", .serialized)
    struct ClientTLSTests {
        private static let certificates = Result { try TestCertificates() }

        private static func files(
            _ kind: TestCertificates.Kind, clients: TLSFiles.ClientCertificates = .ignored
        ) throws -> TLSFiles {
            let identity = try certificates.get().identity(kind)
            return TLSFiles(
                certificate: identity.certificateFile, privateKey: identity.privateKeyFile,
                authority: try certificates.get().authorityFile, clientCertificates: clients)
        }

        private static func options() throws -> RedisConfiguration.TLS {
            RedisConfiguration.TLS(trustRoots: .file(try certificates.get().authorityFile))
        }

        @Test("A client over TLS serves concurrent calls and values of several megabytes")
        func good() async throws {
            let server = try await RedisServer.start(tls: Self.files(.server))
            defer { server.stop() }
            let client = try client(port: try #require(server.tlsPort), host: "localhost") {
                $0.tls = try? Self.options()
                $0.resilience.commandTimeout = .seconds(20)
            }
            let traffic = Traffic(client)
            let large = [UInt8](repeating: 0x78, count: 4 << 20)
            try await traffic.answers()
            #expect(try await client.set("large", large))
            #expect(try await client.get("large", as: [UInt8].self) == large)
            try await traffic.answers()
            let report = await traffic.stop()
            #expect(report.failures.isEmpty)
            #expect(report.wrongAnswers == [])
        }

        @Test("A slow TLS handshake does not delay calls on a connection that is already open")
        func slowPeer() async throws {
            let server = try await RedisServer.start(tls: Self.files(.server))
            defer { server.stop() }
            let proxy = try await FaultProxy.start(to: .tcp(host: server.host, port: try #require(server.tlsPort)))
            let client = try client(port: proxy.port, host: "localhost") {
                $0.tls = try? Self.options()
                $0.resilience.commandTimeout = .seconds(30)
                $0.resilience.connectTimeout = .seconds(30)
            }
            try await client.set("k", "v")
            let drip = proxy.inject(.slowDrip(bytes: 1, every: .milliseconds(20)), when: .onConnect())
            let answered = Recorder()
            let lease = Task {
                _ = try await client.withConnection { try await $0.ping() }
                await answered.add(1)
            }
            try await drip.waitUntilFired(within: .seconds(30))
            for _ in 1...100 { #expect(try await client.get("k", as: String.self) == "v") }
            #expect(await answered.values.isEmpty && proxy.openConnections == 2)
            drip.lift()
            try await lease.value
            await proxy.stop()
        }

        @Test(
            "The error for an unacceptable server certificate names the defect, and a backoff starts",
            arguments: zip(
                [
                    TestCertificates.Kind.expiredServer, .futureServer, .wrongHostServer, .selfSignedServer,
                    .unknownServer,
                ],
                ["expired", "not valid before", "elsewhere.invalid", "self-signed", "authority"]))
        func badCertificate(_ kind: TestCertificates.Kind, _ reason: String) async throws {
            let server = try await RedisServer.start(tls: Self.files(kind))
            defer { server.stop() }
            let client = try client(port: try #require(server.tlsPort), host: "localhost") {
                $0.tls = try? Self.options()
                $0.resilience.backoff = .seconds(60)
            }
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error?.code == .tls, "\(attempt.result)")
            #expect(attempt.error?.outcome == .notSent)
            #expect(attempt.error?.message.contains(reason) == true, "\(attempt.result)")
            #expect(attempt.duration < .seconds(1) + slack)
            await client.becomesUnavailable(because: [.tls])
            await expectInstantRefusal(client)
        }

        @Test("A client that is configured for TLS never falls back to plain text")
        func plainPort() async throws {
            let server = try ScriptedServer(echo())
            defer { server.stop() }
            let client = try client(port: server.port, host: "localhost") {
                $0.tls = try? Self.options()
                $0.resilience.connectTimeout = .milliseconds(400)
                $0.resilience.backoff = .milliseconds(100)
                $0.credentials = .init(password: "secret")
            }
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error?.code == .tls, "\(attempt.result)")
            #expect(attempt.duration < .milliseconds(400) + slack)
            try await server.waitForConnections(3)
            #expect(
                server.commands.allSatisfy { !$0.words.contains("secret") && $0.name != "PING" && $0.name != "GET" })
        }

        @Test("The error says so when a TLS client meets a plain-text port")
        func realPlainPort() async throws {
            let server = try await RedisServer.start()
            defer { server.stop() }
            let client = try client(port: server.port) {
                $0.tls = try? Self.options()
                $0.resilience.connectTimeout = .milliseconds(400)
            }
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error?.code == .tls)
            #expect(attempt.error?.message.contains("plain-text") == true, "\(attempt.result)")
        }

        @Test("A plain-text client fails within the connect timeout when it meets a TLS port")
        func plainClient() async throws {
            let server = try await RedisServer.start(tls: Self.files(.server))
            defer { server.stop() }
            let client = try client(port: try #require(server.tlsPort)) {
                $0.resilience.connectTimeout = .milliseconds(400)
            }
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error != nil)
            #expect(attempt.duration < .milliseconds(400) + slack)
        }

        @Test("A server that requires a client certificate accepts only clients that have one")
        func clientCertificate() async throws {
            let server = try await RedisServer.start(tls: Self.files(.server, clients: .required))
            defer { server.stop() }
            let port = try #require(server.tlsPort)
            let identity = try Self.certificates.get().identity(.client)
            let welcome = try Resilience.client(port: port, host: "localhost") {
                $0.tls = try? Self.options()
                $0.tls?.certificateChainFile = identity.certificateFile
                $0.tls?.privateKeyFile = identity.privateKeyFile
            }
            #expect(try await welcome.set("k", "v"))
            let stranger = try Resilience.client(port: port, host: "localhost") { $0.tls = try? Self.options() }
            let attempt = await tried { try await stranger.text("k") }
            #expect(attempt.error?.code == .tls, "\(attempt.result)")
            #expect(attempt.error?.outcome == .notSent)
            #expect(attempt.error?.message.contains("certificate") == true, "\(attempt.result)")
        }

        @Test("A server that is silent during the TLS handshake costs no more than the connect timeout")
        func silentHandshake() async throws {
            let server = try await RedisServer.start(tls: Self.files(.server))
            defer { server.stop() }
            let client = try client(port: try #require(server.tlsPort), host: "localhost") {
                $0.tls = try? Self.options()
                $0.resilience.connectTimeout = .milliseconds(300)
                $0.resilience.commandTimeout = .seconds(5)
            }
            server.freeze()
            let attempt = await tried { try await client.text("k") }
            #expect(attempt.error?.code == .tls, "\(attempt.result)")
            #expect(attempt.error?.outcome == .notSent)
            #expect(attempt.duration < .milliseconds(300) + slack)
            server.thaw()
            await client.becomesAvailable()
            #expect(try await client.text("k") == nil)
        }

        @Test("A client over TLS recovers from a server restart while calls are running")
        func restart() async throws {
            let server = try await RedisServer.start(tls: Self.files(.server))
            defer { server.stop() }
            let client = try client(port: try #require(server.tlsPort), host: "localhost") {
                $0.tls = try? Self.options()
                $0.resilience.backoff = .milliseconds(50)
            }
            let traffic = Traffic(client)
            try await traffic.answers()
            server.kill()
            await client.becomesUnavailable()
            try await server.restart()
            await client.becomesAvailable()
            try await traffic.answers()
            let report = await traffic.stop()
            #expect(report.wrongAnswers == [])
            for failure in report.failures where failure.error.outcome == .unknown && failure.isWrite {
                #expect([.connectionLost, .tls].contains(failure.error.code), "\(failure.error)")
            }
        }
    }
}

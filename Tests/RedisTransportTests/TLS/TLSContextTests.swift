import RedisTransport
import RedisFaultInjection
import TestSupport
import Testing

@Suite("TLS options that cannot be used", .timeLimit(.minutes(2)))
struct TLSContextTests {
    let certificates: TestCertificates
    let files: TLSTestFiles
    let client: TestCertificates.Identity

    init() throws {
        certificates = try TestCertificates()
        files = TLSTestFiles(certificates)
        client = try certificates.identity(.client)
    }

    private func expectRefusal(
        _ options: TLSOptions, _ words: String..., at line: SourceLocation = #_sourceLocation
    ) {
        #expect(sourceLocation: line) {
            try TLSContext(options)
        } throws: { error in
            guard let failure = error as? TLSFailure, failure.code == .configuration else { return false }
            return words.allSatisfy(failure.reason.contains)
        }
    }

    @Test("Trust roots that are missing or hold no certificate are refused by name")
    func trustRoots() throws {
        let missing = certificates.directory + "/nowhere"
        expectRefusal(.init(trustRoots: .file(missing)), "CA file", missing, "No such file")
        expectRefusal(.init(trustRoots: .directory(missing)), "CA directory", missing, "No such file")
        let key = client.privateKeyFile
        expectRefusal(.init(trustRoots: .file(key)), "CA file", key, "no certificate in PEM form")
        expectRefusal(.init(trustRoots: .file(certificates.directory)), "CA file", "directory")
        let empty = try files.folder("empty")
        expectRefusal(.init(trustRoots: .directory(empty)), "CA directory", empty, "no file", "PEM")
        expectRefusal(.init(trustRoots: .file("")), "empty")
        let damaged = try files.write(
            files.content(certificates.authorityFile)
                + "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
            to: "damaged.pem")
        expectRefusal(.init(trustRoots: .file(damaged)), "CA file", damaged, "damaged")
    }

    @Test("A client certificate that cannot be used is refused by name")
    func clientCertificate() throws {
        let missing = certificates.directory + "/nowhere"
        let (chain, key) = (client.certificateFile, client.privateKeyFile)
        expectRefusal(
            .init(certificateChainFile: missing, privateKeyFile: key), "certificate chain file", missing, "No such")
        expectRefusal(.init(certificateChainFile: chain, privateKeyFile: missing), "private key file", missing)
        expectRefusal(.init(certificateChainFile: key, privateKeyFile: key), "certificate chain file", key, "PEM")
        expectRefusal(.init(certificateChainFile: chain, privateKeyFile: chain), "private key file", chain, "PEM")
        expectRefusal(.init(privateKeyFile: key), key, "without a certificate chain file")
        let other = try certificates.identity(.server).privateKeyFile
        expectRefusal(
            .init(certificateChainFile: chain, privateKeyFile: other), other, "does not belong to the certificate")
    }

    @Test("An encrypted key is refused without asking for its pass phrase")
    func encryptedKey() throws {
        let key = try files.encrypted(client.privateKeyFile)
        #expect(try files.content(key).contains("ENCRYPTED"))
        expectRefusal(.init(certificateChainFile: client.certificateFile, privateKeyFile: key), key, "is encrypted")
    }

    @Test("Paths and names with a NUL character are refused")
    func nulCharacters() throws {
        expectRefusal(.init(trustRoots: .file(certificates.authorityFile + "\0.pem")), "NUL")
        let (end, other) = try TestSocket.pair()
        defer { TestSocket.close(other) }
        let failure = try tlsFailure {
            _ = try TLSTestConnection(TLSOptions(), descriptor: end, serverName: "localhost\0.example.test")
            return "a session"
        }
        #expect(failure.code == .configuration)
    }

    @Test(
        "A session that verifies the host name refuses one that is missing or invalid",
        arguments: [nil, "", String(repeating: "a", count: 300)])
    func serverName(_ name: String?) throws {
        let (end, other) = try TestSocket.pair()
        defer { TestSocket.close(other) }
        let failure = try tlsFailure {
            _ = try TLSTestConnection(TLSOptions(), descriptor: end, serverName: name)
            return "a session"
        }
        #expect(failure.code == .configuration)
        #expect(failure.reason.contains("name"))
    }

    @Test("One context serves accepted and refused sessions on many threads at once")
    func sharing() async throws {
        let server = try TLSTestServer(.server, of: certificates)
        let port = server.port
        let context = try TLSContext(TLSOptions(trustRoots: .file(certificates.authorityFile)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask {
                    let isGood = index % 2 == 0
                    let connection = try TLSTestConnection(
                        context, descriptor: TestSocket.connected(to: port),
                        serverName: isGood ? "localhost" : "elsewhere")
                    if isGood {
                        #expect(try connection.ping() == "+PONG\r\n")
                    } else {
                        #expect(try tlsFailure { try connection.ping() }.code == .hostMismatch)
                    }
                }
            }
            try await group.waitForAll()
        }
        withExtendedLifetime(server) {}
    }

    @Test("A session keeps its context alive")
    func lifetime() throws {
        let server = try TLSTestServer(.server, of: certificates)
        let options = TLSOptions(trustRoots: .directory(certificates.authorityDirectory))
        let descriptor = try TestSocket.connected(to: server.port)
        // The connection drops its context as soon as the session is made.
        let connection = try TLSTestConnection(options, descriptor: descriptor)
        #expect(try connection.ping() == "+PONG\r\n")
    }
}

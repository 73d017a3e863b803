import RedisTransport
import RedisFaultInjection
import Testing

/// With TLS 1.2 the server judges the client within the handshake; with TLS 1.3 the client's handshake is done by then,
/// and the judgement comes in the place of the first reply.
@Suite("TLS client certificates", .timeLimit(.minutes(2)))
struct TLSClientCertificateTests {
    let certificates: TestCertificates

    init() throws {
        certificates = try TestCertificates()
    }

    private func options(_ kind: TestCertificates.Kind?) throws -> TLSOptions {
        let identity = try kind.map(certificates.identity)
        return TLSOptions(
            trustRoots: .file(certificates.authorityFile), certificateChainFile: identity?.certificateFile,
            privateKeyFile: identity?.privateKeyFile)
    }

    @Test("A valid client certificate is accepted by a server that requires one", arguments: ["TLSv1.2", "TLSv1.3"])
    func given(_ version: String) throws {
        let server = try TLSTestServer(.server, of: certificates, wantsClientCertificate: true, protocols: version)
        #expect(try TLSTestConnection(options(.client), port: server.port).ping() == "+PONG\r\n")
    }

    @Test(
        "The reason says that the server requires a client certificate and none is configured",
        arguments: ["TLSv1.2", "TLSv1.3"])
    func missing(_ version: String) throws {
        let server = try TLSTestServer(.server, of: certificates, wantsClientCertificate: true, protocols: version)
        let failure = try tlsFailure { try TLSTestConnection(options(nil), port: server.port).ping() }
        #expect(failure.code == .clientCertificateRequired)
        #expect(failure.reason.contains("none is configured"))
    }

    @Test("The reason says why the server refused the client certificate", arguments: ["TLSv1.2", "TLSv1.3"])
    func refused(_ version: String) throws {
        let server = try TLSTestServer(.server, of: certificates, wantsClientCertificate: true, protocols: version)
        let expired = try tlsFailure { try TLSTestConnection(options(.expiredClient), port: server.port).ping() }
        #expect(expired.code == .clientCertificateRefused)
        #expect(expired.reason.contains("expired"))
        let unknown = try tlsFailure { try TLSTestConnection(options(.unknownClient), port: server.port).ping() }
        #expect(unknown.code == .clientCertificateRefused)
        #expect(unknown.reason.contains("unknown CA"))
    }

    @Test(
        "The reason is known even when the server's alert is lost",
        arguments: [nil, .expiredClient] as [TestCertificates.Kind?])
    func alertLost(_ kind: TestCertificates.Kind?) throws {
        let server = try TLSTestServer(.server, of: certificates, wantsClientCertificate: true, protocols: "TLSv1.3")
        let relay = try TLSTestRelay(port: server.port)
        let connection = try TLSTestConnection(options(kind), descriptor: relay.end)
        while try connection.session.handshake() != .done {
            try relay.pump(100_000)
        }
        relay.reset()
        let failure = try tlsFailure {
            try connection.send("PING\r\n")
            return try connection.receive(7)
        }
        #expect(failure.code == (kind == nil ? .clientCertificateRequired : .clientCertificateRefused))
        #expect(failure.reason.contains("client certificate"))
    }

    @Test("Certificate and key may be in one file")
    func combinedFile() throws {
        let server = try TLSTestServer(.server, of: certificates, wantsClientCertificate: true)
        let file = try TLSTestFiles(certificates).combined(.client)
        let options = TLSOptions(trustRoots: .file(certificates.authorityFile), certificateChainFile: file)
        #expect(try TLSTestConnection(options, port: server.port).ping() == "+PONG\r\n")
    }
}

import RedisTransport
import RedisFaultInjection
import TestSupport
import Testing

extension TLSTestServer {
    convenience init(
        _ kind: TestCertificates.Kind, of certificates: TestCertificates, wantsClientCertificate: Bool = false,
        protocols: String = "TLSv1.2 TLSv1.3"
    ) throws {
        let identity = try certificates.identity(kind)
        try self.init(
            (identity.certificateFile, identity.privateKeyFile), authorityFile: certificates.authorityFile,
            wantsClientCertificate: wantsClientCertificate, protocols: protocols)
    }
}

/// What an attempt to talk to the server came to.
func tlsFailure(_ body: () throws -> String) throws -> TLSFailure {
    do {
        let answer = try body()
        throw TestError(description: "no failure, but the answer \(answer)")
    } catch let failure as TLSFailure {
        return failure
    }
}

@Suite("TLS certificate verification", .timeLimit(.minutes(2)))
struct TLSHandshakeTests {
    let certificates: TestCertificates
    let trusting: TLSOptions

    init() throws {
        certificates = try TestCertificates()
        trusting = TLSOptions(trustRoots: .file(certificates.authorityFile))
    }

    @Test("A server with a valid certificate is accepted under each name that the certificate covers")
    func goodCertificate() throws {
        let server = try TLSTestServer(.server, of: certificates)
        for name in ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "::1", "[::1]", "::1%lo"] {
            let answer = try TLSTestConnection(trusting, port: server.port, serverName: name).ping()
            #expect(answer == "+PONG\r\n", "as \(name)")
        }
        let folder = TLSOptions(trustRoots: .directory(certificates.authorityDirectory))
        #expect(try TLSTestConnection(folder, port: server.port).ping() == "+PONG\r\n")
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let certificate: TestCertificates.Kind
        let code: TLSFailure.Code
        let words: [String]
        var testDescription: String { certificate.rawValue }
    }

    @Test(
        "A server with an invalid certificate is refused with the right reason",
        arguments: [
            Fault(certificate: .expiredServer, code: .certificateExpired, words: ["expired on 20", "renew it"]),
            Fault(
                certificate: .futureServer, code: .certificateNotYetValid,
                words: ["not valid before 20", "this machine's clock"]),
            Fault(
                certificate: .wrongHostServer, code: .hostMismatch,
                words: [#"not for "localhost""#, #"for "elsewhere.invalid", "192.0.2.1""#]),
            Fault(certificate: .selfSignedServer, code: .selfSigned, words: ["self-signed", "authority.pem"]),
            Fault(
                certificate: .unknownServer, code: .unknownAuthority,
                words: [#"issued by "CN=Unknown Authority""#, "authority.pem", "CA file"]),
            Fault(certificate: .client, code: .certificateInvalid, words: ["purpose"]),
        ])
    func badCertificate(_ fault: Fault) throws {
        let server = try TLSTestServer(fault.certificate, of: certificates)
        let failure = try tlsFailure { try TLSTestConnection(trusting, port: server.port).ping() }
        #expect(failure.code == fault.code)
        for words in fault.words {
            #expect(failure.reason.contains(words))
        }
    }

    @Test("An address is covered only when the certificate names that address")
    func wrongAddress() throws {
        let server = try TLSTestServer(.server, of: certificates)
        for name in ["127.0.0.2", "::2"] {
            let failure = try tlsFailure {
                try TLSTestConnection(trusting, port: server.port, serverName: name).ping()
            }
            #expect(failure.code == .hostMismatch)
            #expect(failure.reason.contains(#"not for "\#(name)" but for "localhost", "127.0.0.1", "::1""#))
        }
    }

    @Test("A wildcard covers exactly one whole label")
    func wildcards() throws {
        let certificates = try TestCertificates(hosts: ["*.example.test", "redis*.example.org"])
        let trusting = TLSOptions(trustRoots: .file(certificates.authorityFile))
        let server = try TLSTestServer(.server, of: certificates)
        #expect(try TLSTestConnection(trusting, port: server.port, serverName: "a.example.test").ping() == "+PONG\r\n")
        for name in ["a.b.example.test", "example.test", "redis1.example.org"] {
            let failure = try tlsFailure {
                try TLSTestConnection(trusting, port: server.port, serverName: name).ping()
            }
            #expect(failure.code == .hostMismatch, "as \(name)")
        }
    }

    @Test("The system's trust roots do not include a private authority")
    func systemRoots() throws {
        let server = try TLSTestServer(.server, of: certificates)
        let failure = try tlsFailure { try TLSTestConnection(TLSOptions(), port: server.port).ping() }
        #expect(failure.code == .unknownAuthority)
        #expect(failure.reason.contains("the system's trust roots"))
    }

    @Test("An expired authority is named in the reason")
    func expiredAuthority() throws {
        let certificates = try TestCertificates(authorityHasExpired: true)
        let server = try TLSTestServer(.server, of: certificates)
        let trusting = TLSOptions(trustRoots: .file(certificates.authorityFile))
        let failure = try tlsFailure { try TLSTestConnection(trusting, port: server.port).ping() }
        #expect(failure.code == .certificateExpired)
        #expect(failure.reason.contains(#"the authority "CN=Test Authority""#))
    }

    @Test("Without host name verification the chain is checked, the name is not")
    func withoutHostname() throws {
        var options = trusting
        options.verification = .withoutHostname
        let elsewhere = try TLSTestServer(.wrongHostServer, of: certificates)
        #expect(try TLSTestConnection(options, port: elsewhere.port).ping() == "+PONG\r\n")
        #expect(try TLSTestConnection(options, port: elsewhere.port, serverName: nil).ping() == "+PONG\r\n")
        let unknown = try TLSTestServer(.unknownServer, of: certificates)
        let failure = try tlsFailure { try TLSTestConnection(options, port: unknown.port).ping() }
        #expect(failure.code == .unknownAuthority)
    }

    @Test(
        "Without verification every server is accepted",
        arguments: [.expiredServer, .selfSignedServer] as [TestCertificates.Kind])
    func withoutVerification(_ kind: TestCertificates.Kind) throws {
        let server = try TLSTestServer(kind, of: certificates)
        let options = TLSOptions(verification: .none)
        #expect(try TLSTestConnection(options, port: server.port).ping() == "+PONG\r\n")
    }

    @Test("A certificate that is itself a trust root is trusted, self-signed or not")
    func pinned() throws {
        for kind in [TestCertificates.Kind.selfSignedServer, .unknownServer] {
            let server = try TLSTestServer(kind, of: certificates)
            let options = TLSOptions(trustRoots: .file(try certificates.identity(kind).certificateFile))
            #expect(try TLSTestConnection(options, port: server.port).ping() == "+PONG\r\n", "\(kind)")
        }
    }

    @Test("The newest version that both sides allow is used, and none older than the minimum")
    func versions() throws {
        let old = try TLSTestServer(.server, of: certificates, protocols: "TLSv1.2")
        let connection = try TLSTestConnection(trusting, port: old.port)
        #expect(try connection.ping() == "+PONG\r\n")
        #expect(connection.session.version == "TLSv1.2")

        var modern = trusting
        modern.minimumVersion = .v1_3
        let failure = try tlsFailure { try TLSTestConnection(modern, port: old.port).ping() }
        #expect(failure.code == .versionMismatch)
        #expect(failure.reason.contains("the minimum here is TLS 1.3; lower it to 1.2"))

        let new = try TLSTestServer(.server, of: certificates)
        let newest = try TLSTestConnection(modern, port: new.port)
        #expect(try newest.ping() == "+PONG\r\n")
        #expect(newest.session.version == "TLSv1.3")
    }

    @Test("SNI announces names but no addresses")
    func serverNameIndication() throws {
        func hello(_ name: String) throws -> String {
            let (end, other) = try TestSocket.pair()
            let connection = try TLSTestConnection(trusting, descriptor: end, serverName: name)
            #expect(try connection.session.handshake() == .wantRead)
            let bytes = try #require(TestSocket.read(other, upTo: 4096))
            TestSocket.close(other)
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(try hello("redis.example.test.").contains("redis.example.test"))
        #expect(try !hello("192.0.2.7").contains("192.0.2.7"))
        #expect(try !hello("2001:db8::7").contains("2001:db8::7"))
    }
}

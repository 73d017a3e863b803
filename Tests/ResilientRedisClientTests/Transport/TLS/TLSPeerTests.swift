import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

@Suite("TLS: peers that do something else", .timeLimit(.minutes(2)))
struct TLSPeerTests {
    private let options = RedisConfiguration.TLS(verification: .none)

    /// What the handshake comes to with a peer that says this to anything.
    private func failure(answering answer: String?) throws -> TLSFailure {
        let (end, other) = try TLSTestSocket.pair()
        let connection = try TLSTestConnection(options, descriptor: end)
        #expect(try connection.session.handshake() == .wantRead)
        _ = TLSTestSocket.read(other, upTo: 4096)  // else closing would be a reset
        if let answer { _ = TLSTestSocket.write(Array(answer.utf8), to: other) }
        TLSTestSocket.close(other)
        return try tlsFailure { try connection.ping() }
    }

    @Test("A plain-text Redis keeps silent, which is what the reason says when the time is up")
    func plainRedis() throws {
        let server = try TLSTestServer { ["--port", "\($0)"] }
        let connection = try TLSTestConnection(options, port: server.port)
        #expect(try connection.session.handshake() == .wantRead)
        let control = try TLSTestPlainConnection(port: server.port)
        while try !control.reply(to: "CLIENT LIST\r\n").contains(#/ qbuf=[1-9][0-9]{2}/#) {}
        #expect(try connection.session.handshake() == .wantRead)
        let failure = connection.session.giveUp()
        #expect(failure.code == .handshakeTimeout)
        #expect(failure.reason.contains("most likely this is not its TLS port"))
        #expect(try tlsFailure { "\(try connection.session.handshake())" } == failure)
    }

    @Test("A plain-text Redis that answers at once is recognised by its answer")
    func plainRedisAtItsLimit() throws {
        let server = try TLSTestServer { ["--port", "\($0)", "--maxclients", "1"] }
        let only = try TLSTestPlainConnection(port: server.port)
        #expect(try only.reply(to: "PING\r\n") == "+PONG\r\n")
        let failure = try tlsFailure { try TLSTestConnection(options, port: server.port).ping() }
        #expect(failure.code == .notTLS)
        #expect(failure.reason.contains("does not speak TLS on this port: it answered in plain-text Redis protocol"))
    }

    @Test(
        "Anything else than TLS is recognised",
        arguments: [
            ("-ERR max number of clients reached\r\n", "plain-text Redis protocol"), ("-", "plain-text Redis protocol"),
            ("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP"), ("SSH-2.0-OpenSSH_9.2\r\n", "something else than TLS"),
            ("\0\0\0\0\0\0\0\0", "something else than TLS"),
        ])
    func otherProtocols(_ answer: String, _ words: String) throws {
        let failure = try failure(answering: answer)
        #expect(failure.code == .notTLS)
        #expect(failure.reason.contains("it answered in \(words)"))
    }

    @Test("A peer that closes without a word is told from one that answers")
    func closes() throws {
        let failure = try failure(answering: nil)
        #expect(failure.code == .closed)
        #expect(failure.reason.contains("during the TLS handshake, without a word"))
    }

    @Test("A peer that closes in the middle of its answer has closed")
    func closesInTheMiddle() throws {
        let failure = try failure(answering: "\u{16}\u{3}\u{3}\0\u{50}\u{2}")
        #expect(failure.code == .closed)
        #expect(failure.reason == "the server closed the connection during the TLS handshake")
    }

    @Test("A peer that talks nonsense in TLS's own framing breaks the protocol")
    func nonsense() throws {
        let failure = try failure(answering: "\u{16}\u{3}\u{3}\0\u{8}nonsense")
        #expect(failure.code == .protocolError)
    }

    @Test("A silent peer keeps nobody waiting, and is told from one that has begun to answer")
    func silent() throws {
        for greeting in [[], [0x16]] as [[UInt8]] {
            let (end, other) = try TLSTestSocket.pair()
            defer { TLSTestSocket.close(other) }
            let connection = try TLSTestConnection(options, descriptor: end)
            _ = TLSTestSocket.write(greeting, to: other)
            for _ in 0..<100 {
                #expect(try connection.session.handshake() == .wantRead)
            }
            let failure = connection.session.giveUp()
            #expect(failure.code == .handshakeTimeout)
            #expect(failure.reason.contains(greeting.isEmpty ? "did not answer" : "begun but not finished"))
        }
    }

    @Test("A peer that takes nothing makes the handshake wait for writability")
    func fullSocket() throws {
        let (end, other) = try TLSTestSocket.pair()
        defer { TLSTestSocket.close(other) }
        while TLSTestSocket.write([UInt8](repeating: 0, count: 4096), to: end) > 0 {}
        while TLSTestSocket.write([0], to: end) > 0 {}
        let connection = try TLSTestConnection(options, descriptor: end)
        #expect(try connection.session.handshake() == .wantWrite)
        #expect(try connection.session.handshake() == .wantWrite)
    }
}

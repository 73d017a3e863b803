import RedisTransport
import RedisFaultInjection
import TestSupport
import Testing

@Suite("TLS peers that misbehave", .timeLimit(.minutes(2)))
struct TLSPeerTests {
    private let options = TLSOptions(verification: .none)

    /// What the handshake comes to with a peer that says this to anything.
    private func failure(answering answer: String?) throws -> TLSFailure {
        let (end, other) = try TestSocket.pair()
        let connection = try TLSTestConnection(options, descriptor: end)
        #expect(try connection.session.handshake() == .wantRead)
        _ = TestSocket.read(other, upTo: 4096)  // else closing would be a reset
        if let answer { _ = TestSocket.write(Array(answer.utf8), to: other) }
        TestSocket.close(other)
        return try tlsFailure { try connection.ping() }
    }

    @Test("A plain-text Redis does not answer a TLS handshake, and the time-out's reason says that the port is wrong")
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
        "Other protocols than TLS are recognised",
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

    @Test("A peer that closes without an answer is reported as such")
    func closes() throws {
        let failure = try failure(answering: nil)
        #expect(failure.code == .closed)
        #expect(failure.reason.contains("during the TLS handshake, without a word"))
    }

    @Test("A peer that closes in the middle of its answer is reported as closed")
    func closesInTheMiddle() throws {
        let failure = try failure(answering: "\u{16}\u{3}\u{3}\0\u{50}\u{2}")
        #expect(failure.code == .closed)
        #expect(failure.reason == "the server closed the connection during the TLS handshake")
    }

    @Test("Invalid bytes in a TLS record are a protocol error")
    func nonsense() throws {
        let failure = try failure(answering: "\u{16}\u{3}\u{3}\0\u{8}nonsense")
        #expect(failure.code == .protocolError)
    }

    @Test("A silent peer never blocks the caller, and is distinguished from one that has begun to answer")
    func silent() throws {
        for greeting in [[], [0x16]] as [[UInt8]] {
            let (end, other) = try TestSocket.pair()
            defer { TestSocket.close(other) }
            let connection = try TLSTestConnection(options, descriptor: end)
            _ = TestSocket.write(greeting, to: other)
            for _ in 0..<100 {
                #expect(try connection.session.handshake() == .wantRead)
            }
            let failure = connection.session.giveUp()
            #expect(failure.code == .handshakeTimeout)
            #expect(failure.reason.contains(greeting.isEmpty ? "did not answer" : "begun but not finished"))
        }
    }

    @Test("A full socket makes the handshake wait for writability")
    func fullSocket() throws {
        let (end, other) = try TestSocket.pair()
        defer { TestSocket.close(other) }
        while TestSocket.write([UInt8](repeating: 0, count: 4096), to: end) > 0 {}
        while TestSocket.write([0], to: end) > 0 {}
        let connection = try TLSTestConnection(options, descriptor: end)
        #expect(try connection.session.handshake() == .wantWrite)
        #expect(try connection.session.handshake() == .wantWrite)
    }
}

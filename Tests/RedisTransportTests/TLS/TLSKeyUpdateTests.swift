import COpenSSL
import Foundation
import RedisFaultInjection
import RedisTransport
import TestSupport
import Testing

/// A TLS server of a few OpenSSL calls, which can do what no real server does.
private final class TLSScriptedPeer {
    private let context: OpaquePointer
    private let ssl: OpaquePointer
    private let input: OpaquePointer
    private let output: OpaquePointer
    private let descriptor: Int32

    /// Takes ownership of the descriptor.
    init(_ identity: TestCertificates.Identity, descriptor: Int32) throws {
        self.descriptor = descriptor
        guard let context = SSL_CTX_new(TLS_server_method()),
            SSL_CTX_use_certificate_chain_file(context, identity.certificateFile) == 1,
            SSL_CTX_use_PrivateKey_file(context, identity.privateKeyFile, SSL_FILETYPE_PEM) == 1,
            let ssl = SSL_new(context), let input = BIO_new(BIO_s_mem()), let output = BIO_new(BIO_s_mem())
        else { throw TestError(description: "OpenSSL refused to make a server") }
        (self.context, self.ssl, self.input, self.output) = (context, ssl, input, output)
        SSL_set_bio(ssl, input, output)
        SSL_set_accept_state(ssl)
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
        TestSocket.close(descriptor)
    }

    /// Continues the handshake with what the client has sent. Returns whether it is done.
    func handshake() throws -> Bool {
        let received = TestSocket.read(descriptor, upTo: 65_536) ?? []
        if !received.isEmpty { _ = BIO_write(input, received, Int32(received.count)) }
        let isDone = SSL_do_handshake(ssl) == 1
        try flush()
        return isDone
    }

    func send(_ text: String) throws {
        _ = SSL_write(ssl, text, Int32(text.utf8.count))
        try flush()
    }

    /// Sends this many KeyUpdate messages in one go, and returns how many bytes that were.
    func sendKeyUpdates(_ count: Int) throws -> Int {
        for _ in 0..<count {
            guard SSL_key_update(ssl, SSL_KEY_UPDATE_NOT_REQUESTED) == 1, SSL_do_handshake(ssl) == 1 else {
                throw TestError(description: "no KeyUpdate could be sent")
            }
        }
        return try flush()
    }

    @discardableResult
    private func flush() throws -> Int {
        var bytes = [UInt8](repeating: 0, count: 256 * 1024)
        let count = BIO_read(output, &bytes, Int32(bytes.count))
        guard count > 0 else { return 0 }
        guard TestSocket.write(Array(bytes.prefix(Int(count))), to: descriptor) == Int(count) else {
            throw TestError(description: "the socket does not take \(count) bytes")
        }
        return Int(count)
    }
}

@Suite("TLS KeyUpdate flood", .timeLimit(.minutes(2)))
struct TLSKeyUpdateTests {
    @Test("A flood of KeyUpdates never keeps one call busy, and what follows it arrives")
    func flood() throws {
        let certificates = try TestCertificates()
        let (end, other) = try TestSocket.pair()
        let peer = try TLSScriptedPeer(certificates.identity(.server), descriptor: other)
        let connection = try TLSTestConnection(
            TLSOptions(trustRoots: .file(certificates.authorityFile), minimumVersion: .v1_3), descriptor: end)
        var isDone = (client: false, server: false)
        while !isDone.client || !isDone.server {
            isDone.client = try connection.session.handshake() == .done
            isDone.server = try peer.handshake()
        }
        var buffer = [UInt8](repeating: 0, count: 1024)
        func read() throws -> TLSTransfer { try buffer.withUnsafeMutableBytes(connection.session.read) }
        while try read() != .wantRead {}

        var waiting = try peer.sendKeyUpdates(4_000)
        #expect(waiting > 80_000)
        var peeked = [UInt8](repeating: 0, count: 256 * 1024)
        var calls = 0
        while waiting > 0 {
            calls += 1
            #expect(try read() == .wantRead)
            let rest = max(0, recv(end, &peeked, peeked.count, Int32(MSG_PEEK)))
            #expect(waiting - rest <= 17 * 1024, "one call took too much from the socket")
            #expect(rest < waiting, "a call took nothing")
            waiting = rest
        }
        #expect(calls > 4)
        try peer.send("hello")
        #expect(try connection.receive(5) == "hello")
    }
}

import RedisTransport
import CRedisIO
import Foundation
import RedisFaultInjection
import TestSupport
import Testing

@Suite("TLS stream of an established session", .timeLimit(.minutes(2)))
struct TLSStreamTests {
    let server: TLSTestServer
    let relay: TLSTestRelay
    let connection: TLSTestConnection
    var session: TLSSession { connection.session }

    init() throws {
        let certificates = try TestCertificates()
        server = try TLSTestServer(.server, of: certificates)
        relay = try TLSTestRelay(port: server.port)
        connection = try TLSTestConnection(
            TLSOptions(trustRoots: .file(certificates.authorityFile)), descriptor: relay.end)
    }

    /// Finishes the handshake and drains what the server sends after it (session tickets).
    private func establish() throws {
        while try session.handshake() != .done {
            try relay.pump(100_000)
        }
        _ = try exchange("PING\r\n", count: 7)
    }

    private func read(_ count: Int) throws -> TLSTransfer {
        var buffer = [UInt8](repeating: 0, count: count)
        return try buffer.withUnsafeMutableBytes(session.read)
    }

    private func write(_ bytes: [UInt8]) throws -> TLSTransfer {
        try bytes.withUnsafeBytes(session.write)
    }

    private func exchange(_ request: String, count: Int) throws -> String {
        try connection.send(request)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while received.count < count {
            switch try buffer.withUnsafeMutableBytes(session.read) {
            case .bytes(let count): received += buffer[..<count]
            case .wantRead: try relay.pump(100_000)
            case .wantWrite, .closed: throw TestError(description: "no reply")
            }
        }
        return String(decoding: received, as: UTF8.self)
    }

    @Test("A peer that sends byte by byte never blocks the caller, and every byte arrives")
    func slowPeer() throws {
        var turns = 0
        while try session.handshake() != .done {
            turns += 1
            try relay.pump(1)
        }
        #expect(turns > 500)
        try connection.send("ECHO 1234567890\r\n")
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 100)
        while received.count < 17 {
            switch try buffer.withUnsafeMutableBytes(session.read) {
            case .bytes(let count): received += buffer[..<count]
            default: try relay.pump(1)
            }
        }
        #expect(String(decoding: received, as: UTF8.self) == "$10\r\n1234567890\r\n")
    }

    @Test("A large value is sent in parts from buffers that move, and comes back whole")
    func largeValue() throws {
        try establish()
        let value = String((0..<100_000).map { String($0) }.joined(separator: ",").prefix(500_000))
        var rest = Array("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$\(value.utf8.count)\r\n\(value)\r\n".utf8)
        var (refusals, parts) = (0, 0)
        while !rest.isEmpty {
            switch try write(rest) {
            case .bytes(let count):
                parts += 1
                rest.removeFirst(count)
            case .wantWrite:
                refusals += 1
                let elsewhere = rest.map { $0 }
                #expect(try write(elsewhere) == .wantWrite)
                try relay.pumpToServer(30_000)
                try relay.pumpToClient(30_000)
            case .wantRead, .closed: throw TestError(description: "unexpected")
            }
        }
        #expect(refusals > 0)
        #expect(parts > 1)
        #expect(try exchange("", count: 5) == "+OK\r\n")
        let reply = "$\(value.utf8.count)\r\n\(value)\r\n"
        #expect(try exchange("GET k\r\n", count: reply.utf8.count) == reply)
    }

    @Test("Data that was read ahead is pending, an incomplete record is not")
    func pending() throws {
        try establish()
        #expect(try read(100) == .wantRead)
        #expect(!session.hasPending)
        try connection.send("PING\r\nPING\r\n")
        try relay.pumpToServer(100_000)
        try relay.pump(100_000)
        #expect(try read(1) == .bytes(1))
        #expect(session.hasPending)
        while case .bytes = try read(100) {}
        #expect(!session.hasPending)
        try connection.send("PING\r\n")
        var incomplete = 0
        while try read(100) == .wantRead {
            #expect(!session.hasPending)
            incomplete += 1
            try relay.pump(1)
        }
        #expect(incomplete > 20)
    }

    @Test("A close_notify of the server is the end of the stream")
    func closeNotifyFromServer() throws {
        try establish()
        #expect(try exchange("QUIT\r\n", count: 5) == "+OK\r\n")
        try relay.pump(100_000)
        #expect(try read(100) == .closed)
        #expect(try read(100) == .closed)
    }

    @Test(
        "A truncated stream is a failure wherever it is cut, and gives no part of a record",
        arguments: [0, 1, 4, 5, 6, 20])
    func truncated(_ count: Int) throws {
        try establish()
        try connection.send("ECHO 1234567890\r\n")
        let before = relay.fromServer
        try relay.pumpToServer(100_000)
        while relay.fromServer < before + count {
            try relay.pump(1)
        }
        relay.cut()
        let failure = try tlsFailure { "\(try read(100))" }
        #expect(failure.code == .closed)
        #expect(failure.reason == "the server closed the connection without ending the TLS session first")
    }

    @Test("A truncated handshake is a failure wherever it is cut", arguments: Array(stride(from: 0, to: 700, by: 50)))
    func handshakeCutShort(_ count: Int) throws {
        #expect(try session.handshake() == .wantRead)
        try relay.pumpToServer(100_000)
        while relay.fromServer < count {
            #expect(try session.handshake() == .wantRead)
            try relay.pump(1)
        }
        relay.cut()
        let failure = try tlsFailure { "\(try session.handshake())" }
        #expect(failure.code == .closed)
        #expect(failure.reason.contains("closed the connection during the TLS handshake"))
    }

    @Test("A damaged record is a failure, and so is every call after it")
    func damaged() throws {
        try establish()
        relay.tamper = { bytes in bytes.isEmpty ? [] : bytes.dropLast() + [bytes[bytes.count - 1] ^ 1] }
        let failure = try tlsFailure { try exchange("PING\r\n", count: 7) }
        #expect(failure.code == .protocolError)
        #expect(failure.reason.contains("bad record mac"))
        #expect(try tlsFailure { "\(try read(100))" } == failure)
        #expect(try tlsFailure { "\(try write([1]))" } == failure)
        #expect(try tlsFailure { "\(try session.handshake())" } == failure)
        session.sendCloseNotify()
    }

    @Test("Writing to a lost connection is a failure and raises no SIGPIPE")
    func noSignal() throws {
        try establish()
        relay.reset()
        var (mask, before, pending) = (sigset_t(), sigset_t(), sigset_t())
        sigemptyset(&mask)
        sigaddset(&mask, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &mask, &before)
        let failure = Result { try tlsFailure { "\(try write([1]))" } }
        sigpending(&pending)
        let raised = sigismember(&pending, SIGPIPE) == 1
        if raised {
            var signal: Int32 = 0
            sigwait(&mask, &signal)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        #expect(!raised)
        #expect(try failure.get().code == .closed)
        #expect(try failure.get().reason.contains("the connection was lost (Broken pipe)"))
    }

    @Test("A close_notify of the client makes the server close")
    func closeNotifyFromClient() throws {
        try establish()
        session.sendCloseNotify()
        while !relay.serverHasClosed {
            try relay.pump(100_000)
        }
    }

    @Test("Empty buffers transfer nothing")
    func emptyBuffers() throws {
        try establish()
        #expect(try session.write(UnsafeRawBufferPointer(start: nil, count: 0)) == .bytes(0))
        #expect(try session.read(into: UnsafeMutableRawBufferPointer(start: nil, count: 0)) == .bytes(0))
        #expect(try exchange("PING\r\n", count: 7) == "+PONG\r\n")
    }
}

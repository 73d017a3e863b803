import RedisTransport
import Foundation
import TestSupport

/// A TLS session over a socket, driven by poll(2) until it has done what was asked.
final class TLSTestConnection {
    let descriptor: Int32
    let session: TLSSession

    init(_ context: TLSContext, descriptor: Int32, serverName: String?) throws {
        self.descriptor = descriptor
        do {
            session = try TLSSession(context, descriptor: descriptor, serverName: serverName)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Closes the descriptor also when it fails.
    convenience init(_ options: TLSOptions, descriptor: Int32, serverName: String? = "localhost") throws {
        let context: TLSContext
        do {
            context = try TLSContext(options)
        } catch {
            close(descriptor)
            throw error
        }
        try self.init(context, descriptor: descriptor, serverName: serverName)
    }

    convenience init(_ options: TLSOptions, port: UInt16, serverName: String? = "localhost") throws {
        try self.init(options, descriptor: TestSocket.connected(to: port), serverName: serverName)
    }

    deinit {
        close(descriptor)
    }

    func handshake() throws {
        while true {
            switch try session.handshake() {
            case .done: return
            case .wantRead: try TestSocket.wait(descriptor, for: Int32(POLLIN))
            case .wantWrite: try TestSocket.wait(descriptor, for: Int32(POLLOUT))
            }
        }
    }

    func send(_ text: String) throws {
        var rest = Array(text.utf8)
        while !rest.isEmpty {
            switch try rest.withUnsafeBytes(session.write) {
            case .bytes(let count): rest.removeFirst(count)
            case .wantRead: try TestSocket.wait(descriptor, for: Int32(POLLIN))
            case .wantWrite: try TestSocket.wait(descriptor, for: Int32(POLLOUT))
            case .closed: throw TestError(description: "closed while sending")
            }
        }
    }

    /// Reads this many bytes, or until the server's close_notify.
    func receive(_ count: Int) throws -> String {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 32 * 1024)
        while received.count < count {
            let room = min(buffer.count, count - received.count)
            switch try buffer.withUnsafeMutableBytes({ try session.read(into: .init(rebasing: $0[..<room])) }) {
            case .bytes(let count): received += buffer[..<count]
            case .wantRead: try TestSocket.wait(descriptor, for: Int32(POLLIN))
            case .wantWrite: try TestSocket.wait(descriptor, for: Int32(POLLOUT))
            case .closed: return String(decoding: received, as: UTF8.self)
            }
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// Handshake and one PING, as far as it goes.
    func ping() throws -> String {
        try handshake()
        try send("PING\r\n")
        return try receive(7)
    }
}

/// A plain-text connection to the same kind of server.
final class TLSTestPlainConnection {
    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = try TestSocket.connected(to: port)
    }

    deinit {
        close(descriptor)
    }

    /// What arrives first; enough for short replies.
    func reply(to request: String) throws -> String {
        _ = TestSocket.write(Array(request.utf8), to: descriptor)
        try TestSocket.wait(descriptor, for: Int32(POLLIN))
        return String(decoding: TestSocket.read(descriptor, upTo: 64 * 1024) ?? [], as: UTF8.self)
    }
}

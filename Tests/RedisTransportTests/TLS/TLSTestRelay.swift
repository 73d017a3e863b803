import Foundation
import TestSupport

/// A wire between a TLS session and a server that moves bytes only when told to, so that a test decides how slow the
/// peer is, where the stream ends, and what is damaged on the way.
final class TLSTestRelay {
    /// The end for the session under test, which closes it.
    let end: Int32
    private let inner: Int32
    private let outer: Int32
    private(set) var fromServer = 0
    private(set) var serverHasClosed = false
    /// Changes what comes from the server.
    var tamper: ([UInt8]) -> [UInt8] = { $0 }

    init(port: UInt16) throws {
        outer = try TestSocket.connected(to: port)
        (end, inner) = try TestSocket.pair()
    }

    deinit {
        close(inner)
        close(outer)
    }

    /// Moves up to `limit` bytes in each direction, and waits for the server when the client sends nothing.
    func pump(_ limit: Int) throws {
        if try pumpToServer(limit) == 0 {
            try TestSocket.wait(outer, for: Int32(POLLIN))
        }
        try pumpToClient(limit)
    }

    /// Moves what the client has sent, and tells how much.
    @discardableResult
    func pumpToServer(_ limit: Int) throws -> Int {
        let toServer = TestSocket.read(inner, upTo: limit) ?? []
        var sent = 0
        while sent < toServer.count {
            let count = TestSocket.write(Array(toServer[sent...]), to: outer)
            if count > 0 { sent += count } else { try TestSocket.wait(outer, for: Int32(POLLOUT)) }
        }
        return sent
    }

    /// Moves what the server has sent, if anything.
    func pumpToClient(_ limit: Int) throws {
        let received = TestSocket.read(outer, upTo: limit)
        serverHasClosed = received == nil
        let toClient = tamper(received ?? [])
        fromServer += toClient.count
        var rest = toClient[...]
        while !rest.isEmpty {
            let count = TestSocket.write(Array(rest), to: inner)
            guard count > 0 else { throw TestError(description: "the client does not read") }
            rest = rest.dropFirst(count)
        }
    }

    /// Ends the stream towards the client, without close_notify.
    func cut() {
        shutdown(inner, Int32(SHUT_WR))
    }

    /// Drops the connection towards the client.
    func reset() {
        shutdown(inner, Int32(SHUT_RDWR))
    }
}

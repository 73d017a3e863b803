import RedisTransport
import CRedisIO
import Foundation
import TestSupport

/// Records the events it receives.
final class ReadinessRecorder: SocketHandler {
    var ready: [Interest] = []
    var react: (Interest) -> Void = { _ in }

    func socketIsReady(for ready: Interest) {
        self.ready.append(ready)
        react(ready)
    }
}

/// A socket as the library opens it, and its peer.
struct OpenSocket {
    let socket: Socket
    let peer: Int32

    /// Connects to a listener made for the occasion. The caller closes the peer.
    init(_ loop: EventLoop, receiveBuffer: Int32? = nil) throws {
        let listener = try TestSocket.stream()
        defer { TestSocket.close(listener) }
        if var size = receiveBuffer {
            setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = TestSocket.loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(listener, $0, length)
                _ = listen(listener, 1)
                _ = getsockname(listener, $0, &length)
            }
        }
        var text = [CChar](repeating: 0, count: 160)
        guard
            let connection = rio_connect_tcp(
                "127.0.0.1", Int32(UInt16(bigEndian: address.sin_port)), &text, text.count)
        else { throw TestError(description: "no connection") }
        socket = Socket(taking: connection, loop: loop)
        try TestSocket.wait(socket.descriptor, for: Int32(POLLOUT))
        try TestSocket.wait(listener, for: Int32(POLLIN))
        peer = accept(listener, nil, nil)
        _ = fcntl(peer, F_SETFL, fcntl(peer, F_GETFL) | O_NONBLOCK)
    }

    func receive() throws -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = try bytes.withUnsafeMutableBytes { try socket.receive(into: $0) }
        return count.map { Array(bytes.prefix($0)) }
    }

    /// Waits until something, or the end, has come.
    func receiveSoon() throws -> [UInt8]? {
        try TestSocket.wait(socket.descriptor, for: Int32(POLLIN))
        return try receive()
    }
}

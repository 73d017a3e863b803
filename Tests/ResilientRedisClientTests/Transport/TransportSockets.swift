import RedisTransport
import CRedisIO
import Foundation
import ResilientRedisClient

/// Two connected sockets, closed with the object.
final class DescriptorPair {
    private(set) var near: Int32
    private(set) var far: Int32

    init() throws { (near, far) = try TLSTestSocket.pair() }

    deinit {
        closeNear()
        closeFar()
    }

    func closeNear() {
        if near >= 0 { TLSTestSocket.close(near) }
        near = -1
    }

    func closeFar() {
        if far >= 0 { TLSTestSocket.close(far) }
        far = -1
    }

    /// Makes the near end readable.
    func writeFar(_ text: String = "x") { _ = TLSTestSocket.write(Array(text.utf8), to: far) }

    func readNear() -> [UInt8]? { TLSTestSocket.read(near, upTo: 4096) }
}

/// Notes what it is told.
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
        let listener = try TLSTestSocket.stream()
        defer { TLSTestSocket.close(listener) }
        if var size = receiveBuffer {
            setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = TLSTestSocket.loopback(0)
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
        else { throw TLSTestError(description: "no connection") }
        socket = Socket(taking: connection, loop: loop)
        try TLSTestSocket.wait(socket.descriptor, for: Int32(POLLOUT))
        try TLSTestSocket.wait(listener, for: Int32(POLLIN))
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
        try TLSTestSocket.wait(socket.descriptor, for: Int32(POLLIN))
        return try receive()
    }
}

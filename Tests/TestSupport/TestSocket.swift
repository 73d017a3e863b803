package import Foundation

/// The socket calls that tests need. All descriptors are non-blocking.
package enum TestSocket {
    package static func stream() throws -> Int32 {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw TestError(description: "no socket: errno \(errno)") }
        return descriptor
    }

    package static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    package static func connected(to port: UInt16) throws -> Int32 {
        let descriptor = try stream()
        var address = loopback(port)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw TestError(description: "not connected: errno \(errno)")
        }
        makeNonBlocking(descriptor)
        return descriptor
    }

    package static func pair() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
            let result = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
        #else
            let result = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        #endif
        guard result == 0 else { throw TestError(description: "no socket pair: errno \(errno)") }
        ends.forEach(makeNonBlocking)
        return (ends[0], ends[1])
    }

    package static func close(_ descriptor: Int32) {
        _ = Foundation.close(descriptor)
    }

    /// Waits until the socket is ready. Throws after 20 s.
    package static func wait(_ descriptor: Int32, for events: Int32) throws {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        guard poll(&entry, 1, 20_000) == 1 else { throw TestError(description: "the peer does nothing") }
    }

    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int {
        #if canImport(Darwin)
            send(descriptor, bytes, bytes.count, 0)
        #else
            send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }

    /// Returns what has arrived; `nil` at the end of the stream.
    package static func read(_ descriptor: Int32, upTo limit: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &buffer, limit, 0)
        return count == 0 ? nil : Array(buffer.prefix(max(count, 0)))
    }

    private static func makeNonBlocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        #if canImport(Darwin)
            var on: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }
}

/// Two connected sockets, which are closed when the object is released.
package final class DescriptorPair {
    package private(set) var near: Int32
    package private(set) var far: Int32

    package init() throws { (near, far) = try TestSocket.pair() }

    deinit {
        closeNear()
        closeFar()
    }

    package func closeNear() {
        if near >= 0 { TestSocket.close(near) }
        near = -1
    }

    package func closeFar() {
        if far >= 0 { TestSocket.close(far) }
        far = -1
    }

    /// Makes the near end readable.
    package func writeFar(_ text: String = "x") { _ = TestSocket.write(Array(text.utf8), to: far) }

    package func readNear() -> [UInt8]? { TestSocket.read(near, upTo: 4096) }
}

/// An unexpected event in a test.
package struct TestError: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) {
        self.description = description
    }
}

import Foundation

/// The few calls that the TLS tests need of sockets. All descriptors are non-blocking.
enum TLSTestSocket {
    static func stream() throws -> Int32 {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        guard descriptor >= 0 else { throw TLSTestError(description: "no socket: errno \(errno)") }
        return descriptor
    }

    static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }

    static func connected(to port: UInt16) throws -> Int32 {
        let descriptor = try stream()
        var address = loopback(port)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw TLSTestError(description: "not connected: errno \(errno)")
        }
        makeNonBlocking(descriptor)
        return descriptor
    }

    static func pair() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        #if canImport(Darwin)
            let result = socketpair(AF_UNIX, SOCK_STREAM, 0, &ends)
        #else
            let result = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        #endif
        guard result == 0 else { throw TLSTestError(description: "no socket pair: errno \(errno)") }
        ends.forEach(makeNonBlocking)
        return (ends[0], ends[1])
    }

    static func close(_ descriptor: Int32) {
        _ = Foundation.close(descriptor)
    }

    /// Waits for readiness, or fails: a peer of these tests answers at once.
    static func wait(_ descriptor: Int32, for events: Int32) throws {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        guard poll(&entry, 1, 20_000) == 1 else { throw TLSTestError(description: "the peer does nothing") }
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int {
        #if canImport(Darwin)
            send(descriptor, bytes, bytes.count, 0)
        #else
            send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        #endif
    }

    /// What has arrived; nil at the end of the stream.
    static func read(_ descriptor: Int32, upTo limit: Int) -> [UInt8]? {
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

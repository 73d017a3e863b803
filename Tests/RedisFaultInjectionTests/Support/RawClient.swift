import Foundation

/// A blocking connection that sends and receives plain text, to look at a server from outside.
final class RawClient {
    struct Refused: Error {}

    private let descriptor: Int32

    /// Connects to a port of 127.0.0.1.
    init(port: Int) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        descriptor = try Self.connected(family: AF_INET, to: address)
    }

    /// Connects to a Unix socket.
    init(socketPath: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketPath.utf8) }
        descriptor = try Self.connected(family: AF_UNIX, to: address)
    }

    /// The result of a connect.
    enum ConnectOutcome {
        case connected
        case refused
        case hanging
    }

    /// Connects to a port of 127.0.0.1 and returns the result within the patience.
    static func connectOutcome(port: Int, patience: Duration) -> ConnectOutcome {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let descriptor = stream(family: AF_INET)
        defer { close(descriptor) }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = withUnsafeBytes(of: address) { bytes in
            connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, Int32(patience / .milliseconds(1))) > 0 else { return .hanging }
        return Int32(entry.revents) & (POLLERR | POLLHUP) == 0 ? .connected : .refused
    }

    /// Takes over a connected socket.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// How many of the sent bytes the other end's kernel has not acknowledged.
    var unacknowledgedBytes: Int {
        var count: Int32 = 0
        _ = withUnsafeMutablePointer(to: &count) { ioctl(descriptor, UInt(TIOCOUTQ), $0) }
        return Int(count)
    }

    #if os(Linux)
        /// In how many segments the bytes came that were received so far.
        var receivedSegments: Int {
            // tcpi_data_segs_in, which the C library's own struct tcp_info does not have.
            let offset = 152
            var info = [UInt8](repeating: 0, count: 256)
            var length = socklen_t(info.count)
            let status = getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length)
            guard status == 0, length >= offset + 4 else { return 0 }
            return info.withUnsafeBytes { Int($0.load(fromByteOffset: offset, as: UInt32.self)) }
        }
    #endif

    /// Says that nothing more will be sent (FIN).
    func finish() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the closing of this connection a reset.
    func resetOnClose() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Everything that comes until the connection ends, and how it ends: "closed", "reset" or "still open".
    func receiveAll(patience: Duration = .seconds(10)) -> (text: String, end: String) {
        var received: [UInt8] = []
        while let bytes = receiveBytes(patience: patience) {
            if bytes.isEmpty { return (String(decoding: received, as: UTF8.self), "closed") }
            received += bytes
        }
        return (String(decoding: received, as: UTF8.self), errno == ECONNRESET ? "reset" : "still open")
    }

    /// The sizes of what each read brings until `count` bytes have come.
    func receiveSizes(count: Int) -> [Int] {
        var sizes: [Int] = []
        while sizes.reduce(0, +) < count, let bytes = receiveBytes(patience: .seconds(10)), !bytes.isEmpty {
            sizes.append(bytes.count)
        }
        return sizes
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        #if os(Linux)
            _ = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        #else
            _ = Foundation.send(descriptor, bytes, bytes.count, 0)
        #endif
    }

    /// What the next read brings: text, "" at the end of input, or `nil` when nothing came within the patience
    /// (10 s by default) or the connection was reset.
    func receive(patience: Duration = .seconds(10)) -> String? {
        guard let bytes = receiveBytes(patience: patience) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads until `text` has come as a whole, and returns whether it was exactly that.
    func receives(_ text: String) -> Bool {
        var received: [UInt8] = []
        while received.count < text.utf8.count {
            guard let bytes = receiveBytes(patience: .seconds(10)), !bytes.isEmpty else { break }
            received += bytes
        }
        return received == Array(text.utf8)
    }

    /// How the connection ended: in an orderly way, or by a reset. Input before that is thrown away.
    func end(patience: Duration = .seconds(10)) -> String {
        while let bytes = receiveBytes(patience: patience) {
            if bytes.isEmpty { return "closed" }
        }
        return errno == ECONNRESET ? "reset" : "still open"
    }

    /// Sends without waiting until nothing more is taken, and returns how much was.
    func sendUntilStuck() -> Int {
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        let bytes = [UInt8](repeating: 0, count: 65536)
        var total = 0
        var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while poll(&entry, 1, 100) > 0 {
            let sent = Foundation.send(descriptor, bytes, bytes.count, 0)
            guard sent > 0 else { break }
            total += sent
        }
        return total
    }

    /// Sends and reads one reply.
    func ask(_ text: String) -> String? {
        send(text)
        return receive()
    }

    private func receiveBytes(patience: Duration) -> ArraySlice<UInt8>? {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let milliseconds = Int32(patience / .milliseconds(1))
        errno = 0
        guard poll(&entry, 1, milliseconds) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return count < 0 ? nil : buffer.prefix(count)
    }

    private static func connected<Address>(family: Int32, to address: Address) throws -> Int32 {
        let descriptor = stream(family: family)
        let status = withUnsafeBytes(of: address) { bytes in
            connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
        }
        guard status == 0 else {
            close(descriptor)
            throw Refused()
        }
        return descriptor
    }

    private static func stream(family: Int32) -> Int32 {
        #if os(Linux)
            socket(family, Int32(SOCK_STREAM.rawValue), 0)
        #else
            socket(family, SOCK_STREAM, 0)
        #endif
    }
}

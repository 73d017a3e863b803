import Foundation

/// A socket on a port of 127.0.0.1 whose connections a test serves by hand.
final class RawListener {
    private let descriptor: Int32
    let port: Int

    init() throws {
        #if os(Linux)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let raw = descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(raw, generic, length) == 0 && listen(raw, 16) == 0 && getsockname(raw, generic, &length) == 0
            }
        }
        guard status else { throw RawClient.Refused() }
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }

    /// The next connection, or `nil` when none comes within the patience.
    func accept(patience: Duration = .seconds(10)) -> RawClient? {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, Int32(patience / .milliseconds(1))) > 0 else { return nil }
        let accepted = Foundation.accept(descriptor, nil, nil)
        return accepted < 0 ? nil : RawClient(descriptor: accepted)
    }
}

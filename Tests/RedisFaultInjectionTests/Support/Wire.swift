import Foundation
import RedisFaultInjection
import Testing

/// A proxy before a socket that the test serves by hand, and one connection through it.
struct Wire {
    let listener: RawListener
    let proxy: FaultProxy
    let client: RawClient
    let server: RawClient

    /// - Parameter prepare: What to inject before the connection is made.
    init(seed: UInt64 = 1, _ prepare: (FaultProxy) -> Void = { _ in }) async throws {
        listener = try RawListener()
        proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: listener.port), seed: seed)
        prepare(proxy)
        client = try RawClient(port: proxy.port)
        server = try #require(listener.accept())
    }

    /// One more connection.
    func connect() throws -> (client: RawClient, server: RawClient) {
        let client = try RawClient(port: proxy.port)
        return (client, try #require(listener.accept()))
    }

    /// A request and its reply, both seen to arrive whole.
    func roundTrip() -> Bool {
        client.send(Self.get)
        guard server.receives(Self.get) else { return false }
        server.send("$5\r\nvalue\r\n")
        return client.receives("$5\r\nvalue\r\n")
    }

    static let get = "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"
    static let set = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n"
}

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

/// Waits until an effect of another process is visible. Records an issue when it does not within 20 s.
func eventually(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(20)
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("did not happen within 20 s", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

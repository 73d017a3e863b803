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

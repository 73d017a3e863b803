import RedisFaultInjection
import Testing

/// Nothing listens behind the proxy: connections are refused, except where a fault in force deals with them by itself.
@Suite("Faults before a target that is down", .timeLimit(.minutes(2)))
struct DeadTargetTests {
    let port: PortReservation
    let proxy: FaultProxy

    init() async throws {
        port = try PortReservation()
        proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: port.port), seed: 1)
    }

    /// On a thread of its own: it blocks, and other tests need those of the tasks.
    private func outcome() async throws -> RawClient.ConnectOutcome {
        let port = proxy.port
        return try await BlockingWork.run { RawClient.connectOutcome(port: port, patience: .milliseconds(300)) }
    }

    private func expectSilence(for client: RawClient) async throws {
        try await Task.sleep(for: .milliseconds(300))
        #expect(client.end(patience: .zero) == "still open")
    }

    @Test("A full backlog hangs, and a refusal beside it refuses")
    func fullBacklog() async throws {
        proxy.inject(.fullBacklog)
        #expect(try await outcome() == .hanging)
        let refusal = proxy.inject(.refuse)
        #expect(try await outcome() == .refused)
        refusal.lift()
        #expect(try await outcome() == .hanging)
        proxy.liftAll()
        #expect(try await outcome() == .refused)
    }

    @Test("Accept-then-close accepts and closes, and the server's limit of clients says so")
    func turnedAway() async throws {
        let closing = proxy.inject(.acceptThenClose)
        #expect(try RawClient(port: proxy.port).receiveAll() == ("", "closed"))
        closing.lift()
        #expect(try await outcome() == .refused)
        proxy.inject(.errorReply(.maxClients))
        #expect(
            try RawClient(port: proxy.port).receiveAll() == ("-ERR max number of clients reached\r\n", "closed"))
    }

    @Test("A black hole stays silent until it is lifted, and then resets")
    func blackHole() async throws {
        proxy.inject(.blackHole)
        let client = try RawClient(port: proxy.port)
        client.send("PING\r\n")
        try await expectSilence(for: client)
        proxy.liftAll()
        #expect(client.end() == "reset")
        #expect(try await outcome() == .refused)
    }

    @Test("Connections that are dropped silently as they come receive nothing either")
    func silentDrop() async throws {
        let drop = proxy.inject(.silentDrop, when: .onConnect(), times: .max)
        let client = try RawClient(port: proxy.port)
        client.send("PING\r\n")
        try await expectSilence(for: client)
        drop.lift()
        #expect(client.end() == "reset")
        #expect(try await outcome() == .refused)
    }

    @Test("A reset on the second connection leaves the first one refused, which is not counted")
    func counted() async throws {
        proxy.inject(.reset, when: .onConnect(2))
        for _ in 0..<3 { #expect(try await outcome() == .refused) }
        #expect(proxy.acceptedConnections == 0)
        proxy.inject(.reset, when: .onConnect(1))
        #expect(try RawClient(port: proxy.port).end() == "reset")
        #expect(proxy.acceptedConnections == 1)
    }

    @Test(
        "Faults that would delay or change replies do not stand in for a server: connections are refused",
        arguments: [
            Fault.latency(.milliseconds(1)), .slowAccept(.milliseconds(1)), .errorReply(.loading), .garbage(),
        ])
    func notInItsPlace(fault: Fault) async throws {
        proxy.inject(fault)
        #expect(try await outcome() == .refused)
        #expect(proxy.acceptedConnections == 0)
    }
}

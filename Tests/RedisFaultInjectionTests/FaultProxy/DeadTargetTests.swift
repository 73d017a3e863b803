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

    private func outcome() -> RawClient.ConnectOutcome {
        RawClient.connectOutcome(port: proxy.port, patience: .milliseconds(300))
    }

    @Test("a full backlog hangs, and a refusal beside it refuses")
    func fullBacklog() {
        proxy.inject(.fullBacklog)
        #expect(outcome() == .hanging)
        let refusal = proxy.inject(.refuse)
        #expect(outcome() == .refused)
        refusal.lift()
        #expect(outcome() == .hanging)
        proxy.liftAll()
        #expect(outcome() == .refused)
    }

    @Test("accept-then-close accepts and closes, and the server's limit of clients says so")
    func turnedAway() throws {
        let closing = proxy.inject(.acceptThenClose)
        #expect(try RawClient(port: proxy.port).receiveAll() == ("", "closed"))
        closing.lift()
        #expect(outcome() == .refused)
        proxy.inject(.errorReply(.maxClients))
        #expect(
            try RawClient(port: proxy.port).receiveAll() == ("-ERR max number of clients reached\r\n", "closed"))
    }

    @Test("a black hole stays silent until it is lifted, and then resets")
    func blackHole() throws {
        proxy.inject(.blackHole)
        let client = try RawClient(port: proxy.port)
        client.send("PING\r\n")
        #expect(client.end(patience: .milliseconds(300)) == "still open")
        proxy.liftAll()
        #expect(client.end() == "reset")
        #expect(outcome() == .refused)
    }

    @Test("connections that are dropped silently as they come hear nothing either")
    func silentDrop() throws {
        let drop = proxy.inject(.silentDrop, when: .onConnect(), times: .max)
        let client = try RawClient(port: proxy.port)
        client.send("PING\r\n")
        #expect(client.end(patience: .milliseconds(300)) == "still open")
        drop.lift()
        #expect(client.end() == "reset")
        #expect(outcome() == .refused)
    }

    @Test("a reset on the second connection leaves the first one refused, which is not counted")
    func counted() throws {
        proxy.inject(.reset, when: .onConnect(2))
        for _ in 0..<3 { #expect(outcome() == .refused) }
        #expect(proxy.acceptedConnections == 0)
        proxy.inject(.reset, when: .onConnect(1))
        #expect(try RawClient(port: proxy.port).end() == "reset")
        #expect(proxy.acceptedConnections == 1)
    }

    @Test(
        "what would slow down or change a server's replies makes no server: refused",
        arguments: [
            Fault.latency(.milliseconds(1)), .slowAccept(.milliseconds(1)), .errorReply(.loading), .garbage(),
        ])
    func notInItsPlace(fault: Fault) {
        proxy.inject(fault)
        #expect(outcome() == .refused)
        #expect(proxy.acceptedConnections == 0)
    }
}

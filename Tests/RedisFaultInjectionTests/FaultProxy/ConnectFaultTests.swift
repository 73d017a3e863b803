import RedisFaultInjection
import Testing

@Suite("Faults while connecting", .timeLimit(.minutes(2)))
struct ConnectFaultTests {
    @Test("Refuse: a real refusal, open connections go on, and lifting ends it")
    func refuse() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.refuse)
        for _ in 0..<3 {
            #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .refused)
        }
        #expect(wire.roundTrip())
        #expect(fault.hasFired)
        fault.lift()
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .connected)
    }

    @Test("Refuse, from the second connection on")
    func refuseSecond() async throws {
        let wire = try await Wire { $0.inject(.refuse, when: .onConnect(2)) }
        #expect(wire.roundTrip())
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .refused)
    }

    @Test(
        "Refuse and full backlog: neither happens when the draw says no", arguments: [FaultTrigger.now, .onConnect()])
    func doorSpared(trigger: FaultTrigger) async throws {
        let wire = try await Wire()
        let refusal = wire.proxy.inject(.refuse, when: trigger, probability: 0)
        let backlog = wire.proxy.inject(.fullBacklog, when: trigger, probability: 0)
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .connected)
        #expect(wire.listener.accept() != nil)
        #expect(!refusal.hasFired && !backlog.hasFired)
    }

    @Test("Full backlog: connects hang, open connections go on, and those that wait get through when it is lifted")
    func fullBacklog() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.fullBacklog)
        for _ in 0..<3 {
            #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .milliseconds(50)) == .hanging)
        }
        #expect(wire.roundTrip())
        #expect(wire.proxy.acceptedConnections == 1)
        fault.lift()
        let (client, server) = try wire.connect()
        client.send("PING\r\n")
        #expect(server.receives("PING\r\n"))
        #expect(wire.proxy.acceptedConnections == 2)
    }

    @Test("A refusal and a full backlog follow each other")
    func refusalAndBacklog() async throws {
        let wire = try await Wire()
        wire.proxy.inject(.fullBacklog)
        let refusal = wire.proxy.inject(.refuse)
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .refused)
        refusal.lift()
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .milliseconds(50)) == .hanging)
        wire.proxy.liftAll()
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .connected)
    }

    @Test("Accept, then close: an orderly end before a byte was exchanged, the server never sees it")
    func acceptThenClose() async throws {
        let wire = try await Wire()
        wire.proxy.inject(.acceptThenClose)
        let client = try RawClient(port: wire.proxy.port)
        client.send("PING\r\n")
        #expect(client.end() == "closed")
        #expect(wire.listener.accept(patience: .milliseconds(50)) == nil)
        #expect(wire.roundTrip())
        wire.proxy.liftAll()
        let (next, server) = try wire.connect()
        next.send("PING\r\n")
        #expect(server.receives("PING\r\n"))
        try await eventually { wire.proxy.openConnections == 2 }
    }

    @Test("Slow accept: connected at once, served later")
    func slowAccept() async throws {
        let wire = try await Wire()
        wire.proxy.inject(.slowAccept(.milliseconds(60)), when: .onConnect())
        let start = ContinuousClock.now
        let client = try RawClient(port: wire.proxy.port)
        client.send("PING\r\n")
        let server = try #require(wire.listener.accept())
        #expect(ContinuousClock.now - start >= .milliseconds(60))
        #expect(server.receives("PING\r\n"))
    }

    @Test("Slow accept, lifted: served at once")
    func slowAcceptLifted() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.slowAccept(.seconds(60)), when: .onConnect())
        let client = try RawClient(port: wire.proxy.port)
        client.send("PING\r\n")
        try await fault.waitUntilFired()
        fault.lift()
        let server = try #require(wire.listener.accept())
        #expect(server.receives("PING\r\n"))
    }

    @Test(
        "A fault on accepted connections that a command sets off has not fired before a connection comes",
        arguments: [Fault.acceptThenClose, .slowAccept(.milliseconds(1)), .errorReply(.maxClients)])
    func arrivalNotMet(fault: Fault) async throws {
        let wire = try await Wire()
        let injected = wire.proxy.inject(fault, when: .onCommand("GET"))
        #expect(wire.roundTrip())
        #expect(!injected.hasFired && wire.proxy.firings.isEmpty)
        let client = try RawClient(port: wire.proxy.port)
        try await injected.waitUntilFired()
        #expect(injected.firings == 1)
        #expect(wire.proxy.firings.map(\.connection) == [2])
        _ = client
    }

    @Test("Max clients: the server's line before any request, then the end")
    func maxClients() async throws {
        let wire = try await Wire()
        wire.proxy.inject(.errorReply(.maxClients))
        let client = try RawClient(port: wire.proxy.port)
        #expect(client.receiveAll() == ("-ERR max number of clients reached\r\n", "closed"))
        #expect(wire.roundTrip())
    }
}

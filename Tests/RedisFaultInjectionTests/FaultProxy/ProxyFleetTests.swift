import RedisFaultInjection
import Testing

@Suite("A fleet of proxies", .timeLimit(.minutes(2)))
struct ProxyFleetTests {
    @Test("A fleet of proxies spreads connections over its proxies")
    func spreads() async throws {
        let server = try ScriptedServer(.healthy())
        let fleet = try await ProxyFleet.start(to: .tcp(host: "127.0.0.1", port: server.port), count: 3)
        let clients = try (0..<6).map { _ in try RawClient(port: fleet.port) }
        for client in clients { #expect(client.ask("PING\r\n") == "+PONG\r\n") }
        #expect(fleet.proxies.map(\.acceptedConnections) == [2, 2, 2])
        #expect(try RawClient(port: fleet.proxies[1].port).ask("PING\r\n") == "+PONG\r\n")
        await fleet.stop()
        #expect(RawClient.connectOutcome(port: fleet.port, patience: .seconds(5)) == .refused)
    }

    @Test("A fleet of proxies resets the connections of a proxy that restarts, and of no other")
    func restart() async throws {
        let server = try ScriptedServer(.healthy())
        let fleet = try await ProxyFleet.start(to: .tcp(host: "127.0.0.1", port: server.port), count: 2)
        let clients = try (0..<4).map { _ in try RawClient(port: fleet.port) }
        for client in clients { #expect(client.ask("PING\r\n") == "+PONG\r\n") }
        fleet.proxies[0].suspend()
        #expect(clients[0].end() == "reset" && clients[2].end() == "reset")
        #expect(clients[1].ask("PING\r\n") == "+PONG\r\n" && clients[3].ask("PING\r\n") == "+PONG\r\n")
        // A client that connects meanwhile gets a proxy that works.
        for _ in 0..<4 { #expect(try RawClient(port: fleet.port).ask("PING\r\n") == "+PONG\r\n") }
        #expect(fleet.proxies.map(\.acceptedConnections) == [2, 6])
        fleet.proxies[0].resume()
        for _ in 0..<2 { #expect(try RawClient(port: fleet.port).ask("PING\r\n") == "+PONG\r\n") }
        #expect(fleet.proxies.map(\.acceptedConnections) == [3, 7])
    }

    @Test("A fleet of proxies refuses connections when all its proxies are down")
    func allDown() async throws {
        let server = try ScriptedServer(.healthy())
        let fleet = try await ProxyFleet.start(to: .tcp(host: "127.0.0.1", port: server.port), count: 2)
        fleet.proxies[0].suspend()
        let refusal = fleet.proxies[1].inject(.refuse)
        #expect(RawClient.connectOutcome(port: fleet.port, patience: .seconds(5)) == .refused)
        refusal.lift()
        #expect(try RawClient(port: fleet.port).ask("PING\r\n") == "+PONG\r\n")
    }

    @Test("A fleet of proxies gives no connection to a proxy that was stopped, and refuses them when all were")
    func memberStopped() async throws {
        let server = try ScriptedServer(.healthy())
        let fleet = try await ProxyFleet.start(to: .tcp(host: "127.0.0.1", port: server.port), count: 2)
        await fleet.proxies[0].stop()
        for _ in 0..<4 { #expect(try RawClient(port: fleet.port).ask("PING\r\n") == "+PONG\r\n") }
        #expect(fleet.proxies.map(\.acceptedConnections) == [0, 4])
        await fleet.proxies[1].stop()
        #expect(RawClient.connectOutcome(port: fleet.port, patience: .seconds(5)) == .refused)
    }

    @Test("A fleet of proxies restarts one after the other, each once")
    func rolling() async throws {
        let server = try ScriptedServer(.healthy())
        let fleet = try await ProxyFleet.start(to: .tcp(host: "127.0.0.1", port: server.port), count: 3)
        let clients = try (0..<3).map { _ in try RawClient(port: fleet.port) }
        for client in clients { #expect(client.ask("PING\r\n") == "+PONG\r\n") }
        async let restarts: Void = fleet.rollingRestart(downtime: .milliseconds(5), pause: .milliseconds(5))
        // Without blocking: the restarts need the thread.
        for client in clients { try await eventually { client.end(patience: .zero) == "reset" } }
        try await restarts
        for proxy in fleet.proxies { #expect(try RawClient(port: proxy.port).ask("PING\r\n") == "+PONG\r\n") }
    }

    @Test("A fleet of proxies refuses an invalid number of proxies and an invalid index")
    func badInput() async throws {
        let target = ProxyTarget.tcp(host: "127.0.0.1", port: 1)
        for count in [0, -1, 1001] {
            await #expect(throws: FaultInjectionError.self) { _ = try await ProxyFleet.start(to: target, count: count) }
        }
        let fleet = try await ProxyFleet.start(to: target, count: 1)
        await #expect(throws: FaultInjectionError.self) { try await fleet.restart(1, downtime: .zero) }
    }
}

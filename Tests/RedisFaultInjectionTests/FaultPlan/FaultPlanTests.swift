import RedisFaultInjection
import Testing

@Suite("Fault plans", .timeLimit(.minutes(2)))
struct FaultPlanTests {
    static let plan = FaultPlan(seed: 7) {
        At(.milliseconds(100), .reset, when: .onCommand("GET", nth: 3), probability: 0.5)
        for number in 1...2 {
            At(.milliseconds(10 * number), .latency(.milliseconds(number)), direction: .toClient, for: .milliseconds(5))
        }
    }.ending(at: .milliseconds(200))

    @Test("Fault plans print as the code that makes them, in the order of time")
    func description() {
        #expect(
            Self.plan.description == """
                FaultPlan(seed: 7) {
                    At(.milliseconds(10), .latency(.milliseconds(1)), direction: .toClient, for: .milliseconds(5))
                    At(.milliseconds(20), .latency(.milliseconds(2)), direction: .toClient, for: .milliseconds(5))
                    At(.milliseconds(100), .reset, when: .onCommand("GET", nth: 3), probability: 0.5)
                }.ending(at: .milliseconds(200))
                """
        )
        #expect(FaultPlan(seed: 1).description == "FaultPlan(seed: 1)")
    }

    @Test("Fault plans are the same written as a list and as a chain")
    func chain() {
        let chained = FaultPlan(seed: 7)
            .at(.milliseconds(10), .latency(.milliseconds(1)), for: .milliseconds(5), direction: .toClient)
            .at(.milliseconds(100), .reset, when: .onCommand("GET", nth: 3), probability: 0.5)
            .at(.milliseconds(20), .latency(.milliseconds(2)), for: .milliseconds(5), direction: .toClient)
            .ending(at: .milliseconds(200))
        #expect(chained == Self.plan)
        #expect(chained.duration == .milliseconds(200))
        #expect(FaultPlan().at(.seconds(1), .reset, for: .seconds(2)).ending(at: .seconds(1)).duration == .seconds(3))
    }

    @Test("Fault plans inject their faults and lift them again, while the plan goes on")
    func run() async throws {
        let wire = try await Wire()
        let plan = FaultPlan { At(.zero, .refuse, for: .milliseconds(500)) }.ending(at: .seconds(100))
        let proxy = wire.proxy
        let run = Task { try await plan.run(on: proxy) }
        // Looked up in the journal: with the machine busy, half a second may pass before a client tries to connect.
        try await eventually { proxy.firings.map(\.fault) == [.refuse] }
        try await eventually { RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .connected }
        run.cancel()
        #expect(wire.roundTrip())
    }

    @Test("The report of a fault plan lists the faults that never happened")
    func unfired() async throws {
        let wire = try await Wire()
        let plan = FaultPlan {
            At(.zero, .refuse, for: .milliseconds(1))
            At(.milliseconds(2), .prependReply("+X\r\n"), for: .milliseconds(1))
            At(.milliseconds(3), .prependReply("+Y\r\n"), when: .onCommand("GET"))
        }.ending(at: .milliseconds(5))
        let result = try await plan.run(on: wire.proxy)
        #expect(result.firings == [1, 0, 0])
        #expect(result.unfired.map(\.fault) == [.prependReply("+X\r\n"), .prependReply("+Y\r\n")])
        #expect(result.description.contains("never fired: At(.milliseconds(3), .prependReply(\"+Y\\r\\n\")"))
        #expect(wire.roundTrip())
    }

    @Test("The report of a fault plan lists a fault that is over when it begins, and none that takes no time")
    func noTime() async throws {
        let wire = try await Wire()
        let plan = FaultPlan {
            At(.zero, .blackHole, for: .zero)
            At(.milliseconds(2), .swallowReply)
            At(.milliseconds(2), .refuse)
            At(.milliseconds(2), .reset)
        }
        let result = try await plan.run(on: wire.proxy)
        #expect(result.unfired.map(\.fault) == [.blackHole, .swallowReply, .refuse])
        #expect(result.firings == [0, 0, 0, 1])
        #expect(wire.proxy.firings.count == 1)
        #expect(result.description.contains("At(.milliseconds(2), .refuse), which is in force for no time"))
        // The same faults with some time.
        let longer = try await plan.ending(at: .milliseconds(20)).run(on: wire.proxy)
        #expect(longer.unfired.map(\.fault) == [.blackHole, .swallowReply, .reset])
    }

    @Test("An event with a duration happens to connections that come meanwhile, too")
    func lastingEvent() async throws {
        let wire = try await Wire()
        // Longer than a busy machine needs for the second connection.
        let plan = FaultPlan { At(.zero, .reset, for: .seconds(60)) }
        let proxy = wire.proxy
        let run = Task { try await plan.run(on: proxy) }
        // Without blocking: the plan needs the thread.
        try await eventually { wire.client.end(patience: .zero) == "reset" }
        let next = try RawClient(port: wire.proxy.port)
        try await eventually { next.end(patience: .zero) == "reset" }
        #expect(proxy.firings.count >= 2)
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
    }

    @Test("A plan that is cancelled lifts its faults")
    func cancelled() async throws {
        let wire = try await Wire()
        let plan = FaultPlan { At(.zero, .refuse) }.ending(at: .seconds(100))
        let proxy = wire.proxy
        let run = Task { try await plan.run(on: proxy) }
        try await eventually { RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .refused }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(RawClient.connectOutcome(port: wire.proxy.port, patience: .seconds(5)) == .connected)
    }

    @Test(
        "Random plans follow from their seed alone, keep to their time, and differ", arguments: 0..<50 as Range<UInt64>)
    func random(seed: UInt64) {
        let plan = FaultPlan.random(seed: seed)
        #expect(plan == FaultPlan.random(seed: seed))
        #expect(plan != FaultPlan.random(seed: seed + 1))
        #expect(plan.duration == .milliseconds(50))
        #expect((1...4).contains(plan.steps.count))
    }

    @Test("Random plans contain every kind of fault")
    func variety() {
        let names = Set(
            (0..<2000).flatMap { FaultPlan.random(seed: $0).steps }.map { $0.fault.description.prefix { $0 != "(" } })
        #expect(names.count == 25)
    }

    @Test("The same random plan leaves the proxy as it was", arguments: 0..<20 as Range<UInt64>)
    func runRandom(seed: UInt64) async throws {
        let server = try ScriptedServer(.healthy { $0.name == "GET" ? [.send("$1\r\nv\r\n")] : nil })
        let proxy = try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: server.port))
        let plan = FaultPlan.random(seed: seed, duration: .milliseconds(20))
        async let report = plan.run(on: proxy)
        for _ in 0..<5 {
            guard RawClient.connectOutcome(port: proxy.port, patience: .milliseconds(3)) == .connected else { continue }
            try? RawClient(port: proxy.port).send(Wire.get)
        }
        _ = try await report
        #expect(try RawClient(port: proxy.port).ask(Wire.get) == "$1\r\nv\r\n", "\(plan)\n\(proxy.journal)")
        await proxy.stop()
        #expect(proxy.openConnections == 0)
    }
}

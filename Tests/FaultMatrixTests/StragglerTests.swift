import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    @Suite("Late failures of an outage that is over")
    struct StragglerTests {
        @Test("A late failure of an outage that is over does not start another one")
        func lateRefusal() async throws {
            try await Gate.cells.pass {
                try await measuring {
                    // Its caller is still waiting when the outage is over.
                    let stage = try await Stage { $0.resilience.commandTimeout = .seconds(120) }
                    try await stage.write("first")
                    // A reply that announces an outage, on a connection of its own, is on its way for long.
                    stage.proxy.inject(.errorReply(.loading), when: .onCommand("STRLEN"))
                    let way = stage.proxy.inject(
                        .latency(.seconds(60)), when: .onCommand("STRLEN"), direction: .toClient)
                    let holder = Task {
                        await tried { try await stage.client.withConnection { try await $0.strlen("first") } }
                    }
                    try await way.waitUntilFired()
                    // Meanwhile there is an outage, and it ends.
                    stage.proxy.inject(.errorReply(.loading), when: .onCommand("SET"))
                    let write = await tried { try await stage.write("second") }
                    #expect(write.error?.reply?.name == "LOADING")
                    try await stage.becomesUnavailable()
                    stage.clock.advance(by: .seconds(5))
                    #expect(!stage.client.availability.isAvailable)
                    stage.clock.advance(by: .seconds(25))
                    try await stage.becomesAvailable()
                    try await stage.read("first")
                    way.lift()
                    let late = await holder.value
                    #expect(late.error?.reply?.name == "LOADING", "\(late.result)")
                    for _ in 0..<10 { try await stage.read("first") }
                    #expect(try await stage.end() == [true, false, true])
                }
            }
        }
    }
}

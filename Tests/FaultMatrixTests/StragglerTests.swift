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
                    let environment = try await MatrixEnvironment { $0.resilience.commandTimeout = .seconds(120) }
                    try await environment.write("first")
                    // A reply that announces an outage, on a connection of its own, is on its way for long.
                    environment.proxy.inject(.errorReply(.loading), when: .onCommand("STRLEN"))
                    let way = environment.proxy.inject(
                        .latency(.seconds(60)), when: .onCommand("STRLEN"), direction: .toClient)
                    let holder = Task {
                        await tried { try await environment.client.withConnection { try await $0.strlen("first") } }
                    }
                    try await way.waitUntilFired()
                    // Meanwhile there is an outage, and it ends.
                    environment.proxy.inject(.errorReply(.loading), when: .onCommand("PING"))
                    environment.proxy.inject(.errorReply(.loading), when: .onCommand("SET"))
                    let write = await tried { try await environment.write("second") }
                    #expect(write.error?.reply?.name == "LOADING")
                    try await environment.becomesUnavailable()
                    environment.clock.advance(by: .seconds(5))
                    #expect(!environment.client.availability.isAvailable)
                    environment.clock.advance(by: .seconds(25))
                    try await environment.becomesAvailable()
                    try await environment.read("first")
                    way.lift()
                    let late = await holder.value
                    #expect(late.error?.reply?.name == "LOADING", "\(late.result)")
                    for _ in 0..<10 { try await environment.read("first") }
                    #expect(try await environment.end() == [true, false, true])
                }
            }
        }
    }
}

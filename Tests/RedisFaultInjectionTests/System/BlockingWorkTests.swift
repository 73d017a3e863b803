import RedisFaultInjection
import Testing

@Suite("Blocking work", .timeLimit(.minutes(1)))
struct BlockingWorkTests {
    private final class Token: Sendable {}

    @Test("Work on a thread of its own keeps no reference to its result")
    func result() async throws {
        for round in 1...20_000 {
            weak var token: Token?
            do { token = try await BlockingWork.run { Token() } }
            try #require(token == nil, "in round \(round)")
        }
    }
}

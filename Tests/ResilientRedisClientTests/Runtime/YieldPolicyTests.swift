import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Yield policy")
struct YieldPolicyTests {
    private let worthATurn = YieldPolicy.messagesWorthATurn

    /// At how many waiting messages the policy is for it, when one after the other is left.
    private func chances(_ policy: inout YieldPolicy, upTo last: Int) -> [Int] {
        (1...last).filter { policy.takesChance(waiting: $0) }
    }

    @Test("A thread yields once for each backlog that is worth a turn of the event loop")
    func backlog() {
        var policy = YieldPolicy(processors: 2)
        let taken = chances(&policy, upTo: 4 * worthATurn - 1)
        #expect(taken == [worthATurn, 2 * worthATurn, 3 * worthATurn])
    }

    @Test("A thread does not yield when only a few callers wait")
    func fewCallers() {
        var policy = YieldPolicy(processors: 2)
        for _ in 0..<1_000 {
            let taken = chances(&policy, upTo: worthATurn - 1)
            #expect(taken.isEmpty)
        }
    }

    @Test("A thread does not yield on a single processor")
    func singleProcessor() {
        var policy = YieldPolicy(processors: 1)
        let taken = chances(&policy, upTo: 100 * worthATurn)
        #expect(taken.isEmpty)
    }

    /// Whether the next chance is taken, after one thread was late and then another.
    private func goesOn(processors: Int, between: Duration, processTime: Duration) -> Bool {
        var policy = YieldPolicy(processors: processors)
        let first = MonotonicTime(nanoseconds: 5_000_000_000)
        policy.cameBackLate(at: first, processTime: .seconds(7))
        policy.cameBackLate(at: first + between, processTime: .seconds(7) + processTime)
        return policy.takesChance(waiting: worthATurn)
    }

    @Test("Yielding continues when only this process made a thread late")
    func ownLoop() {
        #expect(goesOn(processors: 2, between: .milliseconds(10), processTime: .milliseconds(10)))
        #expect(goesOn(processors: 8, between: .milliseconds(10), processTime: .milliseconds(40)))
    }

    @Test("Yielding stops when this process had less than half of the processors")
    func crowd() {
        #expect(!goesOn(processors: 2, between: .milliseconds(10), processTime: .microseconds(9_999)))
        #expect(!goesOn(processors: 8, between: .milliseconds(10), processTime: .microseconds(39_999)))
    }

    @Test("Yielding continues when two late returns are too far apart to be related")
    func longBetween() {
        #expect(!goesOn(processors: 2, between: YieldPolicy.memory, processTime: .zero))
        #expect(goesOn(processors: 2, between: YieldPolicy.memory + .nanoseconds(1), processTime: .zero))
    }

    @Test("Yielding is tried again after many chances")
    func trial() {
        var policy = YieldPolicy(processors: 2)
        let start = MonotonicTime(nanoseconds: 0)
        policy.cameBackLate(at: start, processTime: .zero)
        for late in 1...3 {
            policy.cameBackLate(at: start + .milliseconds(late), processTime: .zero)
            var passedOver = 0
            while !policy.takesChance(waiting: worthATurn) { passedOver += 1 }
            #expect(passedOver == YieldPolicy.chancesPassedOver)
        }
    }
}

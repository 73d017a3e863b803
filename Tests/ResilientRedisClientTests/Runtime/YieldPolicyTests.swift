import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Yielding to a backlog")
struct YieldPolicyTests {
    private let worthATurn = YieldPolicy.messagesWorthATurn

    /// At how many waiting messages the policy is for it, when one after the other is left.
    private func chances(_ policy: inout YieldPolicy, upTo last: Int) -> [Int] {
        (1...last).filter { policy.takesChance(waiting: $0) }
    }

    @Test("is done once for so many messages that it is worth a turn of the loop")
    func backlog() {
        var policy = YieldPolicy(processors: 2)
        let taken = chances(&policy, upTo: 4 * worthATurn - 1)
        #expect(taken == [worthATurn, 2 * worthATurn, 3 * worthATurn])
    }

    @Test("is not done by the few who call at once on an ordinary day")
    func fewCallers() {
        var policy = YieldPolicy(processors: 2)
        for _ in 0..<1_000 {
            let taken = chances(&policy, upTo: worthATurn - 1)
            #expect(taken.isEmpty)
        }
    }

    @Test("is not done on a single processor, where nothing can run meanwhile")
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

    @Test("goes on when only this process made a thread late")
    func ownLoop() {
        #expect(goesOn(processors: 2, between: .milliseconds(10), processTime: .milliseconds(10)))
        #expect(goesOn(processors: 8, between: .milliseconds(10), processTime: .milliseconds(40)))
    }

    @Test("is given up when this process had less than half of the processors meanwhile")
    func crowd() {
        #expect(!goesOn(processors: 2, between: .milliseconds(10), processTime: .microseconds(9_999)))
        #expect(!goesOn(processors: 8, between: .milliseconds(10), processTime: .microseconds(39_999)))
    }

    @Test("goes on when the threads were late at times that have nothing to do with each other")
    func longBetween() {
        #expect(!goesOn(processors: 2, between: YieldPolicy.memory, processTime: .zero))
        #expect(goesOn(processors: 2, between: YieldPolicy.memory + .nanoseconds(1), processTime: .zero))
    }

    @Test("is tried again after many chances")
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

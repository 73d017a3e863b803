import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Cancellation upgrade")
struct CancellationUpgradeTests {
    private let start = MonotonicTime(nanoseconds: 1_000)

    @Test("A call gets a cancellation handler after the age at the earliest, after twice the age at the latest")
    func age() {
        var upgrade = CancellationUpgrade()
        upgrade.callWasSubmitted(now: start)
        let first = upgrade.generation
        upgrade.advance(to: start + (CancellationUpgrade.age - .nanoseconds(1))) { _ in
            Issue.record("A generation ended before its time")
            return true
        }
        var ended: [UInt32] = []
        upgrade.advance(to: start + CancellationUpgrade.age) { generation in
            ended.append(generation)
            return true
        }
        // Calls of this very generation may have been submitted a moment ago.
        #expect(ended == [first])
        #expect(upgrade.generation != first)
        upgrade.advance(to: start + (CancellationUpgrade.age * 2)) { generation in
            ended.append(generation)
            return false
        }
        #expect(ended.count == 2 && ended[1] != first)
    }

    @Test("The loop is not woken while no call waits without a handler")
    func none() {
        var upgrade = CancellationUpgrade()
        #expect(upgrade.nextEnd == nil)
        upgrade.callWasSubmitted(now: start)
        #expect(upgrade.nextEnd == start + CancellationUpgrade.age)
        upgrade.reset()
        #expect(upgrade.nextEnd == nil)
        upgrade.callWasSubmitted(now: start)
        upgrade.advance(to: start + CancellationUpgrade.age) { _ in false }
        #expect(upgrade.nextEnd == nil)
    }

    @Test("Calls that come later do not put off the end of the generation")
    func more() {
        var upgrade = CancellationUpgrade()
        upgrade.callWasSubmitted(now: start)
        upgrade.callWasSubmitted(now: start + .milliseconds(1))
        #expect(upgrade.nextEnd == start + CancellationUpgrade.age)
    }
}

import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Young calls")
struct YoungCallsTests {
    private let start = MonotonicTime(nanoseconds: 1_000)

    @Test("end their youth after its time at the earliest, after twice that at the latest")
    func age() {
        var young = YoungCalls()
        young.callWasSubmitted(now: start)
        let first = young.generation
        young.timePassed(now: start + (YoungCalls.age - .nanoseconds(1))) { _ in
            Issue.record("no generation ends before its time")
            return true
        }
        var ended: [UInt32] = []
        young.timePassed(now: start + YoungCalls.age) { generation in
            ended.append(generation)
            return true
        }
        // Calls of this very generation may have been submitted a moment ago.
        #expect(ended == [first])
        #expect(young.generation != first)
        young.timePassed(now: start + (YoungCalls.age * 2)) { generation in
            ended.append(generation)
            return false
        }
        #expect(ended.count == 2 && ended[1] != first)
    }

    @Test("want nothing of the loop when there are none")
    func none() {
        var young = YoungCalls()
        #expect(young.nextEnd == nil)
        young.callWasSubmitted(now: start)
        #expect(young.nextEnd == start + YoungCalls.age)
        young.areAllAnswered()
        #expect(young.nextEnd == nil)
        young.callWasSubmitted(now: start)
        young.timePassed(now: start + YoungCalls.age) { _ in false }
        #expect(young.nextEnd == nil)
    }

    @Test("do not put the end of the generation off when more of them come")
    func more() {
        var young = YoungCalls()
        young.callWasSubmitted(now: start)
        young.callWasSubmitted(now: start + .milliseconds(1))
        #expect(young.nextEnd == start + YoungCalls.age)
    }
}

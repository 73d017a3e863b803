import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Health check")
struct HealthCheckStateMachineTests {
    private func trusted() -> HealthCheck { HealthCheck(interval: .seconds(15), timeout: .seconds(1), now: .at(0)) }

    private func checking() -> HealthCheck {
        var check = trusted()
        #expect(check.advance(to: .at(15), isIdle: true) == .ping)
        return check
    }

    private func failed() -> HealthCheck {
        var check = checking()
        #expect(check.advance(to: .at(16), isIdle: true) == .replace)
        return check
    }

    @Test("A command is sent at once on a connection that had a reply lately")
    func fresh() {
        var check = trusted()
        #expect(check.beforeSending(deadline: .at(16), now: .at(14.999)) == .none)
        #expect(check.isTrusted)
        #expect(check.nextCheck == .at(15))
    }

    @Test("A command on a connection that was idle for the interval waits for a PING")
    func commandAfterIdleTime() {
        var check = trusted()
        #expect(check.beforeSending(deadline: .at(100), now: .at(15)) == .ping)
        #expect(check.state == .checking(until: .at(16)))
        #expect(!check.isTrusted)
        #expect(check.nextCheck == .at(16))
    }

    @Test("The check takes at most half of the command's time")
    func halfOfTheDeadline() {
        var check = trusted()
        #expect(check.beforeSending(deadline: .at(15.5), now: .at(15)) == .ping)
        #expect(check.state == .checking(until: .at(15.25)))
    }

    @Test("A command in a hurry shortens a check that is under way, one with time does not lengthen it")
    func shortening() {
        var check = checking()
        #expect(check.beforeSending(deadline: .at(100), now: .at(15.1)) == .none)
        #expect(check.state == .checking(until: .at(16)))
        #expect(check.beforeSending(deadline: .at(15.5), now: .at(15.1)) == .none)
        #expect(check.state == .checking(until: .at(15.3)))
        #expect(check.beforeSending(deadline: .at(16), now: .at(15.1)) == .none)
        #expect(check.state == .checking(until: .at(15.3)))
    }

    @Test("A command whose time is over already, or without end, does no harm")
    func extremeDeadlines() {
        var check = trusted()
        #expect(check.beforeSending(deadline: .at(10), now: .at(20)) == .ping)
        #expect(check.state == .checking(until: .at(20)))
        var other = trusted()
        #expect(other.beforeSending(deadline: .distantFuture, now: .at(20)) == .ping)
        #expect(other.state == .checking(until: .at(21)))
    }

    @Test("An idle connection is PINGed when the interval is over, and no earlier")
    func idleConnection() {
        var check = trusted()
        #expect(check.advance(to: .at(14.999_999), isIdle: true) == .none)
        #expect(check.advance(to: .at(15), isIdle: true) == .ping)
        #expect(check.state == .checking(until: .at(16)))
    }

    @Test("A connection that owes a reply is not PINGed: the command's own deadline watches it")
    func busyConnection() {
        var check = trusted()
        #expect(check.advance(to: .at(100), isIdle: false) == .none)
        #expect(check.isTrusted)
    }

    @Test("One PING is sent, not one each time that time passes")
    func onePing() {
        var check = checking()
        #expect(check.advance(to: .at(15.5), isIdle: true) == .none)
        #expect(check.advance(to: .at(15.9), isIdle: false) == .none)
    }

    @Test("Any reply to a health check shows that the connection is alive", arguments: [0.001, 0.5, 0.999])
    func reply(_ after: Double) {
        var check = checking()
        check.replyReceived(now: .at(15 + after))
        #expect(check.isTrusted)
        #expect(check.lastReply == .at(15 + after))
        #expect(check.nextCheck == .at(30 + after))
    }

    @Test("Replies put the next check off")
    func repliesPutItOff() {
        var check = trusted()
        for second in 1...100 {
            check.replyReceived(now: .at(Double(second)))
            #expect(check.advance(to: .at(Double(second) + 14.9), isIdle: true) == .none)
        }
    }

    @Test("A PING that is not answered in time has the connection replaced, once")
    func silence() {
        var check = failed()
        #expect(check.state == .failed)
        #expect(!check.isTrusted)
        #expect(check.nextCheck == .distantFuture)
        #expect(check.advance(to: .at(1_000), isIdle: true) == .none)
        #expect(check.beforeSending(deadline: .at(2_000), now: .at(1_000)) == .none)
        // A reply that comes after all does not bring it back: its owner has another by now.
        check.replyReceived(now: .at(17))
        #expect(check.state == .failed)
    }
}

import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Address plan")
struct AddressPlanTests {
    private struct Attempt: Equatable {
        var address: String
        var until: MonotonicTime

        init(_ address: String, until: MonotonicTime) {
            self.address = address
            self.until = until
        }
    }

    /// The attempts that follow when the next one begins at each of the times.
    private func attempts(_ addresses: [String], deadline: MonotonicTime, at times: [Double]) -> [Attempt?] {
        var plan = AddressPlan(addresses: addresses, deadline: deadline)
        return times.map { plan.next(now: .at($0)).map { Attempt($0.address, until: $0.until) } }
    }

    @Test("Every address is tried in turn, each with a fair share of the time that is left")
    func shares() {
        let attempts = attempts(["a", "b", "c"], deadline: .at(3), at: [0, 1, 2, 3])
        #expect(
            attempts == [Attempt("a", until: .at(1)), Attempt("b", until: .at(2)), Attempt("c", until: .at(3)), nil])
    }

    @Test("What an address did not need is there for the others")
    func leftovers() {
        let attempts = attempts(["a", "b", "c"], deadline: .at(3), at: [0, 0, 0.5])
        #expect(attempts.dropFirst() == [Attempt("b", until: .at(1.5)), Attempt("c", until: .at(3))])
    }

    @Test("A single address has all the time")
    func single() {
        #expect(attempts(["a"], deadline: .at(2), at: [0, 0]) == [Attempt("a", until: .at(2)), nil])
    }

    @Test("Without addresses there is nothing to try")
    func none() {
        #expect(attempts([], deadline: .at(2), at: [0]) == [nil])
    }

    @Test("After the deadline no attempt ends before it begins, but the last, whose end is the deadline")
    func late() {
        let attempts = attempts(["a", "b"], deadline: .at(2), at: [5, 5])
        #expect(attempts == [Attempt("a", until: .at(5)), Attempt("b", until: .at(2))])
    }
}

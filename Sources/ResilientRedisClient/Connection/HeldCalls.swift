import DequeModule

/// Calls that a connection holds until a health check is answered, in the order in which they came.
struct HeldCalls: Sequence {
    private var calls = Deque<Call>()
    private(set) var byteCount = 0

    var isEmpty: Bool { calls.isEmpty }

    var count: Int { calls.count }

    mutating func append(_ call: Call) {
        call.isHeld = true
        calls.append(call)
        byteCount += call.byteCount
    }

    mutating func popFirst() -> Call? {
        guard let call = calls.popFirst() else { return nil }
        byteCount -= call.byteCount
        return call
    }

    /// Removes all of them.
    mutating func takeAll() -> [Call] {
        defer { self = HeldCalls() }
        return Array(calls)
    }

    /// Removes those that no one waits for any more.
    mutating func removeFinished() {
        calls.removeAll { !$0.isWaitedFor }
        byteCount = calls.reduce(0) { $0 + $1.byteCount }
    }

    func makeIterator() -> Deque<Call>.Iterator { calls.makeIterator() }
}

package import RedisTransport

/// Shares the time for connecting among the addresses of a host, so that one that never answers leaves time for the
/// next.
package struct AddressPlan {
    private var addresses: ArraySlice<String>
    package let deadline: MonotonicTime

    package init(addresses: [String], deadline: MonotonicTime) {
        self.addresses = addresses[...]
        self.deadline = deadline
    }

    /// The next address and until when its attempt may last. `nil` when all were tried.
    package mutating func next(now: MonotonicTime) -> (address: String, until: MonotonicTime)? {
        let left = addresses.count
        guard let address = addresses.popFirst() else { return nil }
        let share = (deadline - now).clampedNanoseconds / Int64(left)
        return (address, left == 1 ? deadline : now + .nanoseconds(max(0, share)))
    }
}

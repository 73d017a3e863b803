import DequeModule
import ResilientRedisClient

/// Values in memory, bounded by number and cost, that gives up first what was asked for only once (S3-FIFO).
///
/// A new value enters a small queue. One that is asked for again before it reaches the queue's end moves to the main
/// queue; the others go, and only their keys' hashes are remembered for a while: a value that comes back during that
/// time enters the main queue at once. So a scan of many values that no one wants twice pushes out nothing of worth.
package struct S3FIFOStore<Key: Hashable, Value> {
    private enum Queue {
        case small, main
    }

    private struct Slot {
        var key: Key
        var value: Value
        var cost: Int
        /// How often it was asked for since it was put into its queue, up to three times.
        var uses: UInt8 = 0
        var queue: Queue
        var previous: Int?
        var next: Int?

        mutating func use() -> Value {
            if uses < 3 { uses += 1 }
            return value
        }
    }

    /// A queue whose members can leave from the middle.
    private struct List {
        var first: Int?
        var last: Int?
        var count = 0
    }

    package let maximumCount: Int
    package let maximumCost: Int
    private var index: [Key: Int] = [:]
    private var slots: [Slot?] = []
    private var free: [Int] = []
    private var small = List()
    private var main = List()
    private var ghosts = GhostQueue()
    /// What all values cost together.
    package private(set) var cost = 0

    package init(maximumCount: Int, maximumCost: Int) {
        self.maximumCount = max(0, maximumCount)
        self.maximumCost = max(0, maximumCost)
    }

    package var count: Int { index.count }

    /// The share of the small queue.
    private var smallTarget: Int { max(1, maximumCount / 10) }

    /// Returns a value and notes that it was asked for.
    package mutating func value(for key: Key) -> Value? {
        guard let slot = index[key] else { return nil }
        return slots[slot]!.use()
    }

    /// Keeps a value, unless it alone is over the bound. Returns how many others had to go.
    @discardableResult
    package mutating func insert(_ value: Value, for key: Key, cost: Int) -> Int {
        let uses = index[key].map { slots[$0]!.uses }
        remove(key)
        guard cost <= maximumCost, maximumCount > 0 else { return 0 }
        var evicted = 0
        while index.count >= maximumCount || self.cost + cost > maximumCost {
            evict()
            evicted += 1
        }
        let isKnown = uses != nil || ghosts.remove(key.hashValue)
        append(Slot(key: key, value: value, cost: cost, uses: uses ?? 0, queue: isKnown ? .main : .small))
        return evicted
    }

    @discardableResult
    package mutating func remove(_ key: Key) -> Value? {
        guard let slot = index.removeValue(forKey: key) else { return nil }
        return unlink(slot).value
    }

    package mutating func removeAll(where isUnwanted: (Value) -> Bool) {
        for (key, slot) in index where isUnwanted(slots[slot]!.value) { remove(key) }
    }

    package mutating func removeAll() {
        self = S3FIFOStore(maximumCount: maximumCount, maximumCost: maximumCost)
    }

    // MARK: Giving up

    private mutating func evict() {
        while true {
            if let slot = small.first, small.count >= smallTarget || main.first == nil {
                if slots[slot]!.uses > 0 {
                    move(slot)
                } else {
                    ghosts.add(slots[slot]!.key.hashValue, limit: maximumCount)
                    return giveUp(slot)
                }
            } else if let slot = main.first {
                guard slots[slot]!.uses > 0 else { return giveUp(slot) }
                slots[slot]!.uses -= 1
                let kept = unlink(slot)
                append(kept)
            } else {
                return
            }
        }
    }

    /// From the small queue to the main one.
    private mutating func move(_ slot: Int) {
        var kept = unlink(slot)
        kept.queue = .main
        kept.uses = 0
        append(kept)
    }

    private mutating func giveUp(_ slot: Int) {
        index[slots[slot]!.key] = nil
        _ = unlink(slot)
    }

    // MARK: Lists

    private mutating func append(_ new: Slot) {
        let slot = free.popLast() ?? slots.count
        if slot == slots.count { slots.append(nil) }
        var new = new
        cost += new.cost
        index[new.key] = slot
        change(new.queue) { list, slots in
            new.previous = list.last
            new.next = nil
            if let last = list.last { slots[last]!.next = slot } else { list.first = slot }
            list.last = slot
            list.count += 1
        }
        slots[slot] = new
    }

    /// Takes a value out of its queue. The index still names its slot.
    private mutating func unlink(_ slot: Int) -> Slot {
        let old = slots[slot]!
        change(old.queue) { list, slots in
            if let previous = old.previous { slots[previous]!.next = old.next } else { list.first = old.next }
            if let next = old.next { slots[next]!.previous = old.previous } else { list.last = old.previous }
            list.count -= 1
        }
        slots[slot] = nil
        free.append(slot)
        cost -= old.cost
        return old
    }

    private mutating func change(_ queue: Queue, _ body: (inout List, inout [Slot?]) -> Void) {
        switch queue {
        case .small: body(&small, &slots)
        case .main: body(&main, &slots)
        }
    }
}

/// Hashes of keys that were given up lately, the oldest of which are forgotten.
struct GhostQueue {
    private var order = Deque<Int>()
    /// How often each hash stands in the queue and counts.
    private var known: [Int: Int] = [:]

    var count: Int { order.count }

    mutating func add(_ hash: Int, limit: Int) {
        order.append(hash)
        known[hash, default: 0] += 1
        while order.count > limit, let oldest = order.popFirst() { forget(oldest) }
    }

    /// Removes the hash and returns whether it was there. Its place in the queue stays until it is the oldest.
    mutating func remove(_ hash: Int) -> Bool {
        known.removeValue(forKey: hash) != nil
    }

    private mutating func forget(_ hash: Int) {
        guard let count = known[hash] else { return }
        known[hash] = count > 1 ? count - 1 : nil
    }
}

import ResilientRedisClient
import DequeModule

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

    /// Answers whether the hash was there, and takes it away. Its place in the queue stays until it is the oldest.
    mutating func remove(_ hash: Int) -> Bool {
        known.removeValue(forKey: hash) != nil
    }

    private mutating func forget(_ hash: Int) {
        guard let count = known[hash] else { return }
        known[hash] = count > 1 ? count - 1 : nil
    }
}

import ResilientRedis
import Testing

@Suite("Lingering before sleep")
struct LingerPolicyTests {
    /// Takes chances until one is due; returns how many that took.
    private func chances(_ policy: inout LingerPolicy) -> Int {
        var count = 1
        while !policy.takesChance() { count += 1 }
        return count
    }

    @Test("goes on as long as calls come")
    func success() {
        var policy = LingerPolicy()
        for _ in 0..<1_000 {
            let isTaken = policy.takesChance()
            #expect(isTaken)
            policy.lingered(successfully: true)
        }
    }

    @Test("is given up after two failures, and tried again now and then")
    func failure() {
        var policy = LingerPolicy()
        var counts: [Int] = []
        for _ in 0..<5 {
            counts.append(chances(&policy))
            policy.lingered(successfully: false)
        }
        let rare = LingerPolicy.chancesPerTrial
        #expect(counts == [1, 1, rare, rare, rare])
    }

    @Test("comes back with the first success")
    func recovery() {
        var policy = LingerPolicy()
        for _ in 0..<5 {
            _ = chances(&policy)
            policy.lingered(successfully: false)
        }
        _ = chances(&policy)
        policy.lingered(successfully: true)
        let count = chances(&policy)
        #expect(count == 1)
    }
}

import ResilientRedisClient
import Testing

@Suite("Linger policy")
struct LingerPolicyTests {
    private let soon = Duration.microseconds(20)

    /// Takes chances until one is due; returns how many that took.
    private func chances(_ policy: inout LingerPolicy) -> Int {
        var count = 1
        while !policy.takesChance() { count += 1 }
        return count
    }

    @Test("Lingering continues as long as it is successful")
    func success() {
        var policy = LingerPolicy()
        for _ in 0..<1_000 {
            let isTaken = policy.takesChance()
            #expect(isTaken)
            policy.lingered(for: soon, successfully: true)
        }
    }

    @Test("Lingering stops after two failures and is tried again now and then")
    func failure() {
        var policy = LingerPolicy()
        var counts: [Int] = []
        for _ in 0..<5 {
            counts.append(chances(&policy))
            policy.lingered(for: LingerPolicy.limit, successfully: false)
        }
        let rare = LingerPolicy.chancesPerTrial
        #expect(counts == [1, 1, rare, rare, rare])
    }

    @Test("Lingering stops at once and for longer where other processes need the processor", arguments: [true, false])
    func crowd(successful: Bool) {
        var policy = LingerPolicy()
        var counts: [Int] = []
        for _ in 0..<3 {
            counts.append(chances(&policy))
            policy.lingered(for: LingerPolicy.crowdedLimit, successfully: successful)
        }
        let rare = LingerPolicy.chancesPerCrowdedTrial
        #expect(counts == [1, rare, rare])
    }

    @Test("Lingering resumes with the first success", arguments: [LingerPolicy.limit, LingerPolicy.crowdedLimit])
    func recovery(after time: Duration) {
        var policy = LingerPolicy()
        for _ in 0..<5 {
            _ = chances(&policy)
            policy.lingered(for: time, successfully: false)
        }
        _ = chances(&policy)
        policy.lingered(for: soon, successfully: true)
        let count = chances(&policy)
        #expect(count == 1)
    }
}

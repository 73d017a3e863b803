import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("S3-FIFO store")
struct S3FIFOStoreTests {
    private func expectValue<Value: Equatable>(
        _ value: Value?, of key: Int, in store: inout S3FIFOStore<Int, Value>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = store.value(for: key)
        #expect(found == value, sourceLocation: sourceLocation)
    }

    @Test("The S3-FIFO store keeps values until its maximum number is reached")
    func bound() {
        var store = S3FIFOStore<Int, String>(maximumCount: 3, maximumCost: 1000)
        for key in 1...3 { store.insert("\(key)", for: key, cost: 1) }
        let found = (1...3).map { store.value(for: $0) }
        #expect(found == ["1", "2", "3"])
        let evicted = store.insert("4", for: 4, cost: 1)
        #expect(evicted == 1)
        #expect(store.count == 3)
        expectValue("4", of: 4, in: &store)
    }

    @Test("The S3-FIFO store is bounded by cost, and does not keep a single value above the bound")
    func cost() {
        var store = S3FIFOStore<Int, Int>(maximumCount: 100, maximumCost: 10)
        store.insert(1, for: 1, cost: 6)
        store.insert(2, for: 2, cost: 5)
        #expect(store.cost <= 10)
        expectValue(2, of: 2, in: &store)
        store.insert(3, for: 3, cost: 11)
        expectValue(nil, of: 3, in: &store)
        expectValue(2, of: 2, in: &store)
    }

    @Test("The S3-FIFO store counts a replaced value once and a removed one not at all")
    func replacement() {
        var store = S3FIFOStore<Int, Int>(maximumCount: 10, maximumCost: 100)
        store.insert(1, for: 1, cost: 40)
        store.insert(2, for: 1, cost: 50)
        expectValue(2, of: 1, in: &store)
        #expect(store.count == 1 && store.cost == 50)
        let removed = [store.remove(1), store.remove(1)]
        #expect(removed == [2, nil])
        #expect(store.count == 0 && store.cost == 0)
    }

    @Test("The S3-FIFO store keeps values that were used when many others are scanned")
    func scan() {
        var store = S3FIFOStore<Int, Int>(maximumCount: 100, maximumCost: 1 << 20)
        let wanted = 0..<50
        for key in wanted { store.insert(key, for: key, cost: 1) }
        for key in wanted { _ = store.value(for: key) }
        for key in 1000..<11_000 { store.insert(key, for: key, cost: 1) }
        let survivors = wanted.filter { store.value(for: $0) != nil }
        #expect(survivors.count == 50)
    }

    @Test("The S3-FIFO store keeps a value longer that returns soon after its eviction")
    func ghost() {
        var store = S3FIFOStore<Int, Int>(maximumCount: 10, maximumCost: 1 << 20)
        for key in 0..<11 { store.insert(key, for: key, cost: 1) }
        expectValue(nil, of: 0, in: &store)
        store.insert(0, for: 0, cost: 1)
        for key in 100..<130 { store.insert(key, for: key, cost: 1) }
        expectValue(0, of: 0, in: &store)
    }

    @Test(
        "The S3-FIFO store never exceeds its bounds or returns a wrong value under random operations",
        arguments: [1, 2, 3, 4, 5] as [UInt64])
    func model(seed: UInt64) {
        var random = SeededNumbers(seed: seed)
        var store = S3FIFOStore<Int, Int>(maximumCount: 20, maximumCost: 300)
        var latest: [Int: Int] = [:]
        for step in 0..<20_000 {
            let key = Int.random(in: 0..<60, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                if let value = store.value(for: key) { #expect(value == latest[key]) }
            case 5..<9:
                store.insert(step, for: key, cost: Int.random(in: 1...40, using: &random))
                latest[key] = step
                expectValue(step, of: key, in: &store)
            default:
                store.remove(key)
                expectValue(nil, of: key, in: &store)
            }
            #expect(store.count <= 20 && store.cost <= 300)
        }
        store.removeAll()
        #expect(store.count == 0 && store.cost == 0)
    }
}

/// Random numbers that are the same for the same seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

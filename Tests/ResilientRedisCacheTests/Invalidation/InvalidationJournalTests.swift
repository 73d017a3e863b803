import RedisTransport
import ResilientRedisCache
import ResilientRedisClient
import Testing

@Suite("Invalidation journal")
struct InvalidationJournalTests {
    typealias Entry = InvalidationJournal.Entry

    @Test("The invalidation journal holds keys and tags until they are confirmed")
    func remembers() {
        var journal = InvalidationJournal(maximumEntries: 10, maximumBytes: 10_000)
        let key = Entry.key(CacheKey("k"))
        #expect(journal.add(key) == .noted && journal.add(.tag(CacheKey("t"))) == .noted)
        #expect(journal.isPending(CacheKey("k")) && journal.isPending(tag: CacheKey("t")))
        #expect(!journal.isPending(CacheKey("t")))
        #expect(journal.confirm(key, token: journal.entries[key]!) == true)
        #expect(!journal.isPending(CacheKey("k")) && !journal.isEmpty)
    }

    @Test("The invalidation journal keeps an entry that is added again while it is being replayed")
    func again() {
        var journal = InvalidationJournal(maximumEntries: 10, maximumBytes: 10_000)
        let key = Entry.key(CacheKey("k"))
        _ = journal.add(key)
        let token = journal.entries[key]!
        #expect(journal.add(key) == .known)
        #expect(journal.confirm(key, token: token) == false)
        #expect(journal.isPending(CacheKey("k")))
    }

    @Test(
        "The invalidation journal covers every key when it is full, by entries or by bytes",
        arguments: [(3, 1 << 20), (1000, 300)])
    func overflow(entries: Int, bytes: Int) {
        var journal = InvalidationJournal(maximumEntries: entries, maximumBytes: bytes)
        let answers = (0..<10).map { journal.add(.key(CacheKey("key \($0)"))) }
        #expect(answers.filter { $0 == .overflowed }.count == 1)
        #expect(journal.entries.isEmpty && journal.bytes == 0)
        #expect(journal.isPending(CacheKey("anything")) && journal.isPending(tag: CacheKey("any")))
        let token = journal.overflow!
        _ = journal.add(.key(CacheKey("later")))
        #expect(journal.confirmEverything(token: token) == false)
        #expect(journal.confirmEverything(token: journal.overflow!) && journal.isEmpty)
    }

    @Test("The invalidation journal stays within its bounds over a million entries, and frees its memory when full")
    func memory() {
        var journal = InvalidationJournal(maximumEntries: 1000, maximumBytes: 100_000)
        var largest = (entries: 0, bytes: 0)
        for number in 0..<1_000_000 {
            _ = journal.add(.key(CacheKey("key \(number)")))
            largest = (max(largest.entries, journal.entries.capacity), max(largest.bytes, journal.bytes))
        }
        // The table of a dictionary doubles as it grows.
        #expect((1...2048).contains(largest.entries) && (1...100_000).contains(largest.bytes))
        #expect(journal.entries.capacity == 0 && journal.bytes == 0)
    }

    @Test("The invalidation journal counts the bytes of its entries")
    func bytes() {
        var journal = InvalidationJournal(maximumEntries: 100, maximumBytes: 1 << 20)
        let entries = (0..<50).map { Entry.key(CacheKey("key \($0)")) }
        for entry in entries + entries { _ = journal.add(entry) }
        #expect(journal.bytes == entries.reduce(0) { $0 + $1.key.name.utf8.count + InvalidationJournal.entryOverhead })
        for entry in entries { journal.confirm(entry, token: journal.entries[entry]!) }
        #expect(journal.bytes == 0 && journal.isEmpty)
    }
}

@Suite("Uncertain writes")
struct UncertainWritesTests {
    private let key = CacheKey("k")
    private let now = MonotonicTime(nanoseconds: 0)

    @Test("Uncertain writes up to the last one noted are outdated after an invalidation")
    func outdated() {
        var writes = UncertainWrites()
        #expect(writes.note(key, sequence: 5, last: 9, isInvalidated: false, now: now) == true)
        #expect(!writes.isOutdated(key, sequence: 5, last: 9))
        writes.invalidate(key)
        #expect(writes.isOutdated(key, sequence: 5, last: 9) && writes.isOutdated(key, sequence: 4, last: 9))
        #expect(!writes.isOutdated(key, sequence: 6, last: 9))
        #expect(!writes.isOutdated(CacheKey("other"), sequence: 5, last: 9))
    }

    @Test("An uncertain write stays noted when a write with a much older sequence number follows")
    func longLoad() {
        var writes = UncertainWrites()
        _ = writes.note(key, sequence: 200_000, last: 200_000, isInvalidated: true, now: now)
        _ = writes.note(key, sequence: 5, last: 200_001, isInvalidated: false, now: now)
        #expect(writes.isOutdated(key, sequence: 200_000, last: 200_001))
        #expect(writes.isOutdated(key, sequence: 5, last: 200_001))
    }

    @Test("Uncertain writes are told apart when sequence numbers wrap around")
    func wraps() {
        var writes = UncertainWrites()
        _ = writes.note(key, sequence: .max, last: .max, isInvalidated: true, now: now)
        #expect(writes.isOutdated(key, sequence: .max, last: 1) && !writes.isOutdated(key, sequence: 1, last: 1))
    }

    @Test("Uncertain writes are dropped before a wrapped sequence number would make new values outdated")
    func halfAround() {
        let (half, later) = (UInt32(1) << 31 + 6, UInt32(1) << 31 + 7)
        var writes = UncertainWrites()
        _ = writes.note(key, sequence: 5, last: 9, isInvalidated: true, now: now)
        #expect(!writes.isOutdated(key, sequence: half, last: half))
        // A look at the latest number may be a little old.
        #expect(writes.isOutdated(key, sequence: 4, last: 3))
        _ = writes.note(key, sequence: half, last: half, isInvalidated: true, now: now)
        #expect(writes.isOutdated(key, sequence: half, last: later))
        #expect(!writes.isOutdated(key, sequence: later, last: later))
    }

    @Test("The number of uncertain writes is bounded, and only old ones make room for new ones")
    func bounded() {
        var writes = UncertainWrites(limit: 3)
        for number in 0..<3 {
            #expect(writes.note(CacheKey("\(number)"), sequence: 1, last: 1, isInvalidated: true, now: now) == true)
        }
        #expect(writes.note(key, sequence: 1, last: 1, isInvalidated: true, now: now) == false)
        let later = now + UncertainWrites.patience
        #expect(writes.note(key, sequence: 1, last: 1, isInvalidated: true, now: later) == true)
        #expect(writes.count == 1)
    }
}

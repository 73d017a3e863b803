import RedisTransport
import ResilientRedisCache
import Testing

@Suite("Recent invalidations")
struct RecentInvalidationsTests {
    private let life = Duration.seconds(100)

    private func time(_ seconds: Int) -> MonotonicTime { MonotonicTime(nanoseconds: 0) + .seconds(seconds) }

    private func key(_ number: Int) -> InvalidationJournal.Entry { .key(CacheKey("key \(number)")) }

    private func entries(_ recent: inout RecentInvalidations, at seconds: Int) -> Set<InvalidationJournal.Entry>? {
        guard case .entries(let entries) = recent.content(now: time(seconds), life: life) else { return nil }
        return Set(entries)
    }

    @Test("A recent invalidation is forgotten when everything that was stored before it has expired")
    func expiry() {
        var recent = RecentInvalidations(maximumEntries: 10, maximumBytes: 10_000)
        recent.note(key(1), now: time(0), life: life)
        recent.note(key(2), now: time(50), life: life)
        #expect(entries(&recent, at: 99) == [key(1), key(2)])
        #expect(entries(&recent, at: 100) == [key(2)])
        let isEmpty = recent.isEmpty(now: time(150), life: life)
        #expect(isEmpty)
    }

    @Test("A recent invalidation that comes again counts from then on")
    func again() {
        var recent = RecentInvalidations(maximumEntries: 10, maximumBytes: 10_000)
        for second in 0..<60 { recent.note(key(1), now: time(second), life: life) }
        #expect(recent.count == 1)
        #expect(entries(&recent, at: 158) == [key(1)])
        #expect(entries(&recent, at: 159) == [])
    }

    @Test("Recent invalidations that there is no room for stand for everything until the last of them has expired")
    func bounds() {
        var recent = RecentInvalidations(maximumEntries: 2, maximumBytes: 10_000)
        for number in 0..<4 { recent.note(key(number), now: time(number), life: life) }
        #expect(recent.count == 2)
        #expect(entries(&recent, at: 100) == nil)
        #expect(entries(&recent, at: 101) == [key(2), key(3)])
        recent = RecentInvalidations(maximumEntries: 100, maximumBytes: 1000)
        for number in 0..<100 { recent.note(key(number), now: time(0), life: life) }
        #expect(recent.count < 100)
        #expect(entries(&recent, at: 1) == nil)
    }

    @Test("An invalidation of everything takes the place of all others")
    func everything() {
        var recent = RecentInvalidations(maximumEntries: 10, maximumBytes: 10_000)
        recent.note(key(1), now: time(0), life: life)
        recent.noteEverything(now: time(1))
        #expect(recent.count == 0)
        #expect(recent.content(now: time(100), life: life) == .everything)
        #expect(recent.content(now: time(101), life: life) == .entries([]))
    }
}

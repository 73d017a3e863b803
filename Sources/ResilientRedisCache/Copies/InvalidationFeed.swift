import ResilientRedisClient
import Synchronization

/// Keeps an in-process level true: removes what the server reports as changed, by way of one back end at a time.
final class InvalidationFeed: Sendable {
    private struct Attachment: Sendable {
        var client: UInt64 = 0
        var number: UInt64 = 0
        var tracking: ChangeTracking?
    }

    private let level: InProcessLevel
    private let keys: CacheKeys
    private let attachment = Mutex(Attachment())

    init(_ level: InProcessLevel, keys: CacheKeys) {
        self.level = level
        self.keys = keys
    }

    /// Uses this back end's reports from now on. Those of its predecessor are ignored.
    func attach(_ backend: any CacheBackend) {
        let identity = backend.identity
        guard level.trackedClient != identity else { return }
        let old: ChangeTracking? = attachment.withLock { attachment in
            guard attachment.client != identity else { return nil }
            level.close()
            let old = attachment.tracking
            attachment.client = identity
            attachment.number += 1
            attachment.tracking = backend.trackInvalidations(
                prefix: keys.prefix, listener: Listener(feed: self, number: attachment.number))
            level.trackedClient = identity
            return old
        }
        withExtendedLifetime(old) {}
    }

    /// Does something unless another back end is used by now.
    private func forCurrent(_ number: UInt64, _ body: () -> Void) {
        attachment.withLock { if $0.number == number { body() } }
    }

    private func began(_ number: UInt64) { forCurrent(number, level.open) }

    private func ended(_ number: UInt64) { forCurrent(number, level.close) }

    private func changed(_ changed: [[UInt8]]?, _ number: UInt64) {
        forCurrent(number) {
            guard let changed else { return level.dropAll() }
            for bytes in changed {
                let name = String(decoding: bytes, as: UTF8.self)
                let key = CacheKey(name)
                switch keys.meaning(of: name) {
                case .value: level.drop(key)
                case .tag: level.drop(tag: key.check)
                case .epoch: return level.dropAll()
                case .loadToken: break
                }
            }
        }
    }

    /// Receives the reports of one back end, and keeps neither the feed nor the level alive.
    private final class Listener: ChangeListener {
        private let number: UInt64
        private let feed: Weak

        // Unchecked, because a `weak` property is a variable to the compiler. It is set once, before another thread has it, and
        // the runtime reads and clears weak references atomically.
        private struct Weak: @unchecked Sendable {
            weak var feed: InvalidationFeed?
        }

        init(feed: InvalidationFeed, number: UInt64) {
            self.feed = Weak(feed: feed)
            self.number = number
        }

        func trackingBegan() { feed.feed?.began(number) }

        func keysChanged(_ keys: [[UInt8]]?) { feed.feed?.changed(keys, number) }

        func trackingEnded() { feed.feed?.ended(number) }
    }
}

import ResilientRedisClient
import Synchronization

/// Keeps an in-process level true by the news of changes that one client at a time hears.
final class InProcessNews: Sendable {
    private struct Attachment: Sendable {
        var client: UInt64 = 0
        var number: UInt64 = 0
        var tracking: ConsumerHandle?
    }

    private let level: InProcessLevel
    private let keys: CacheKeys
    private let attachment = Mutex(Attachment())

    init(_ level: InProcessLevel, keys: CacheKeys) {
        self.level = level
        self.keys = keys
    }

    /// Hears from this client from now on. Its predecessor's news count for nothing.
    func attach(_ client: RedisClient) {
        let identity = client.identity
        guard level.heardClient != identity else { return }
        let old: ConsumerHandle? = attachment.withLock { attachment in
            guard attachment.client != identity else { return nil }
            level.close()
            let old = attachment.tracking
            attachment.client = identity
            attachment.number += 1
            attachment.tracking = client.trackInvalidations(
                prefix: keys.prefix, listener: Listener(news: self, number: attachment.number))
            level.heardClient = identity
            return old
        }
        withExtendedLifetime(old) {}
    }

    /// Does something unless another client's news are heard by now.
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
                case .lease: break
                }
            }
        }
    }

    /// Hears one client, and keeps neither the news nor the level alive.
    private final class Listener: InvalidationListener {
        private let number: UInt64
        private let news: Weak

        // Unchecked, because a `weak` property is a variable to the compiler. It is set once, before anybody else has it, and
        // the runtime reads and clears weak references atomically.
        private struct Weak: @unchecked Sendable {
            weak var news: InProcessNews?
        }

        init(news: InProcessNews, number: UInt64) {
            self.news = Weak(news: news)
            self.number = number
        }

        func trackingBegan() { news.news?.began(number) }

        func keysChanged(_ keys: [[UInt8]]?) { news.news?.changed(keys, number) }

        func trackingEnded() { news.news?.ended(number) }
    }
}

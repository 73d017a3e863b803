import ResilientRedisClient

/// Makes the names of a cache's keys in Redis.
///
/// Beside the values there are keys of the cache's own: its epoch, the stamps of tags, leases. They begin with two
/// underscores after the namespace; a value's key that does so gets a prefix more.
struct CacheKeys: Sendable {
    /// The namespace and a colon, or nothing.
    let prefix: String
    /// What stands before a value's key that looks like one of the cache's own.
    private let escapedPrefix: String
    /// The key that holds the epoch.
    let epoch: String

    /// Whether all keys with the prefix are this cache's, so that it may overwrite what it does not know.
    var isNamespaced: Bool { !prefix.isEmpty }

    init(prefix: String) {
        self.prefix = prefix
        escapedPrefix = prefix + "__key__:"
        epoch = Self.own(prefix) + "epoch__"
    }

    func key(_ name: String) -> CacheKey { key(RedisCacheKey(name)) }

    func key(_ key: RedisCacheKey) -> CacheKey {
        // What a key begins with nearly always tells by itself whether it looks like one of the cache's own.
        let (beginning, rest) = key.beginning.utf8.count > 1 ? (key.beginning, key.rest) : (key.text, "")
        let isLikeOwn =
            isNamespaced && beginning.utf8.first == UInt8(ascii: "_") && beginning.utf8.starts(with: "__".utf8)
        return CacheKey(isLikeOwn ? escapedPrefix : prefix, beginning, rest)
    }

    func tag(_ name: String) -> CacheKey { CacheKey(Self.own(prefix) + "tag__:" + name) }

    func lease(_ key: CacheKey) -> String { Self.own(prefix) + "lease__:" + key.name.dropFirst(prefix.count) }

    /// What a key of the namespace is for.
    enum Meaning {
        case value
        case epoch
        /// The stamp of a tag.
        case tag
        case lease
    }

    func meaning(of name: String) -> Meaning {
        let own = Self.own(prefix)
        guard name.utf8.starts(with: own.utf8), !name.utf8.starts(with: escapedPrefix.utf8) else {
            return .value
        }
        if name.utf8.starts(with: (own + "lease__:").utf8) { return .lease }
        return name.utf8.starts(with: (own + "tag__:").utf8) ? .tag : .epoch
    }

    private static func own(_ prefix: String) -> String { (prefix.isEmpty ? "resilient-redis-cache:" : prefix) + "__" }
}

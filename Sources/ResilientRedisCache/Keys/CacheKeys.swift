import RedisTransport
package import ResilientRedisClient

/// One of a cache's keys as it stands in Redis, with a check value that is the same in every process.
///
/// Its name stays in up to three parts. To put it together takes memory, and most calls only write it into a command, or
/// not even that.
package struct CacheKey: Sendable, Hashable {
    package let check: UInt64
    private let prefix: String
    private let beginning: String
    private let rest: String

    package init(_ prefix: String, _ beginning: String, _ rest: String) {
        var hash = StableHash(count: prefix.utf8.count + beginning.utf8.count + rest.utf8.count)
        hash.combine(prefix)
        hash.combine(beginning)
        hash.combine(rest)
        self.init(prefix, beginning, rest, check: hash.finalize())
    }

    package init(_ name: String) { self.init("", name, "") }

    package init(_ name: String, check: UInt64) { self.init("", name, "", check: check) }

    private init(_ prefix: String, _ beginning: String, _ rest: String, check: UInt64) {
        self.check = check
        self.prefix = prefix
        self.beginning = beginning
        self.rest = rest
    }

    /// The key as it stands in Redis. It is put together each time.
    package var name: String {
        guard !prefix.isEmpty || !rest.isEmpty else { return beginning }
        var name = prefix
        name.reserveCapacity(byteCount)
        name += beginning
        name += rest
        return name
    }

    /// How many bytes the name has.
    package var byteCount: Int { prefix.utf8.count + beginning.utf8.count + rest.utf8.count }

    package static func == (left: CacheKey, right: CacheKey) -> Bool {
        guard left.check == right.check else { return false }
        // As a rule both are cut at the same places.
        if left.prefix.hasSameBytes(as: right.prefix), left.beginning.hasSameBytes(as: right.beginning),
            left.rest.hasSameBytes(as: right.rest)
        {
            return true
        }
        return left.name.hasSameBytes(as: right.name)
    }

    /// Not the check value: who knows how that is made can choose keys that have the same one, and a table with many of them
    /// would take long for each.
    package func hash(into hasher: inout Hasher) { hasher.combine(seeded) }

    /// A hash that differs from process to process.
    var seeded: UInt64 {
        var hash = StableHash(count: byteCount, seed: Self.seed)
        hash.combine(prefix)
        hash.combine(beginning)
        hash.combine(rest)
        return hash.finalize()
    }

    private static let seed = UInt64.random(in: 0...UInt64.max)
}

extension CacheKey: RESPArgument {
    package func encode(into encoder: inout RESPEncoder) { encoder.append(joining: prefix, beginning, rest) }
}

/// Makes the names of a cache's keys in Redis.
///
/// Beside the values there are keys of the cache's own: its epoch, the stamps of tags, load tokens. They begin with two
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

    func loadToken(_ key: CacheKey) -> String { Self.own(prefix) + "lease__:" + key.name.dropFirst(prefix.count) }

    /// What a key of the namespace is for.
    enum Meaning {
        case value
        case epoch
        /// The stamp of a tag.
        case tag
        case loadToken
    }

    func meaning(of name: String) -> Meaning {
        let own = Self.own(prefix)
        guard name.utf8.starts(with: own.utf8), !name.utf8.starts(with: escapedPrefix.utf8) else {
            return .value
        }
        if name.utf8.starts(with: (own + "lease__:").utf8) { return .loadToken }
        return name.utf8.starts(with: (own + "tag__:").utf8) ? .tag : .epoch
    }

    private static func own(_ prefix: String) -> String { (prefix.isEmpty ? "resilient-redis-cache:" : prefix) + "__" }
}

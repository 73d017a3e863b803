/// One of a cache's keys as it stands in Redis, with a check value that is the same in every process.
package struct CacheKey: Sendable, Hashable {
    package let name: String
    package let check: UInt64

    package init(_ name: consuming String) {
        check = StableHash.of(&name)
        self.name = name
    }

    package static func == (left: CacheKey, right: CacheKey) -> Bool {
        left.check == right.check && left.name == right.name
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(check) }
}

/// Makes the names of a cache's keys in Redis.
///
/// Beside the values there are keys of the cache's own: its epoch, the stamps of tags, leases. They begin with two
/// underscores after the namespace; a value's key that does so gets a prefix more.
struct CacheKeys: Sendable {
    /// The namespace and a colon, or nothing.
    let prefix: String
    /// The key that holds the epoch.
    let epoch: String

    /// Whether all keys with the prefix are this cache's, so that it may overwrite what it does not know.
    var isNamespaced: Bool { !prefix.isEmpty }

    init(prefix: String) {
        self.prefix = prefix
        epoch = Self.own(prefix) + "epoch__"
    }

    func key(_ name: String) -> CacheKey {
        guard isNamespaced else { return CacheKey(name) }
        let isLikeOwn = name.utf8.first == UInt8(ascii: "_") && name.utf8.starts(with: "__".utf8)
        return CacheKey(isLikeOwn ? prefix + "__key__:" + name : prefix + name)
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
        guard name.utf8.starts(with: own.utf8), !name.utf8.starts(with: (prefix + "__key__:").utf8) else {
            return .value
        }
        if name.utf8.starts(with: (own + "lease__:").utf8) { return .lease }
        return name.utf8.starts(with: (own + "tag__:").utf8) ? .tag : .epoch
    }

    private static func own(_ prefix: String) -> String { (prefix.isEmpty ? "resilient-redis-cache:" : prefix) + "__" }
}

/// A 64-bit hash that does not change between processes, machines and versions. Not for what an adversary chooses.
enum StableHash {
    static func of(_ text: inout String) -> UInt64 {
        text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: bytes.count)
        var index = 0
        while index + 8 <= bytes.count {
            hash = mixed(hash ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
            index += 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index += 1
        }
        return mixed(mixed(hash ^ rest))
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return value ^ (value >> 29)
    }
}

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

    package func hash(into hasher: inout Hasher) { hasher.combine(check) }
}

extension CacheKey: RESPArgument {
    package func encode(into encoder: inout RESPEncoder) { encoder.append(joining: prefix, beginning, rest) }
}

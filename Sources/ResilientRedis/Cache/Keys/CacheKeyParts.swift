#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A key whose name is not put together yet: that takes memory, which a value that is kept in this process does not need.
package struct CacheKeyParts: Sendable {
    package let check: UInt64
    private let prefix: String
    private let beginning: String
    private let rest: String

    package init(_ prefix: String, _ beginning: String, _ rest: String) {
        self.prefix = prefix
        self.beginning = beginning
        self.rest = rest
        var hash = StableHash(count: prefix.utf8.count + beginning.utf8.count + rest.utf8.count)
        hash.combine(prefix)
        hash.combine(beginning)
        hash.combine(rest)
        check = hash.finalize()
    }

    /// A key that is put together already.
    init(_ key: CacheKey) {
        check = key.check
        prefix = ""
        beginning = key.name
        rest = ""
    }

    private var count: Int { prefix.utf8.count + beginning.utf8.count + rest.utf8.count }

    package func joined() -> CacheKey {
        guard !prefix.isEmpty || !rest.isEmpty else { return CacheKey(beginning, check: check) }
        var name = prefix
        name.reserveCapacity(count)
        name += beginning
        name += rest
        return CacheKey(name, check: check)
    }

    /// Whether this is the same key.
    package func isSame(as key: CacheKey) -> Bool {
        guard check == key.check, count == key.name.utf8.count else { return false }
        return key.name.withUTF8Bytes { name in
            var place = name.baseAddress
            return Self.stands(prefix, at: &place) && Self.stands(beginning, at: &place)
                && Self.stands(rest, at: &place)
        }
    }

    private static func stands(_ part: String, at place: inout UnsafeRawPointer?) -> Bool {
        part.withUTF8Bytes { part in
            guard let found = place, let sought = part.baseAddress else { return true }
            place = found + part.count
            // Within the name, which is as long as all parts together.
            return memcmp(found, sought, part.count) == 0
        }
    }
}

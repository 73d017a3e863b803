import ResilientRedisClient

/// The invalidations that have not reached Redis yet, as a value: bounded, and over its bound a single one of everything.
///
/// Each entry has a token. A replay ends an entry only with the token that it began with, so that an invalidation
/// which comes in between is not lost.
package struct InvalidationJournal {
    /// What is to be invalidated: a key of Redis, which is deleted, or a tag's key, which gets a new stamp.
    package enum Entry: Hashable {
        case key(CacheKey)
        case tag(CacheKey)

        package var key: CacheKey {
            switch self {
            case .key(let key), .tag(let key): key
            }
        }
    }

    package enum Adding: Equatable {
        /// It was noted.
        case noted
        /// It was noted before, or everything is to be invalidated anyway.
        case known
        /// There is no more room: everything is to be invalidated.
        case overflowed
    }

    package let maximumEntries: Int
    package let maximumBytes: Int
    package private(set) var entries: [Entry: UInt64] = [:]
    package private(set) var bytes = 0
    /// Set while everything is to be invalidated.
    package private(set) var overflow: UInt64?
    private var lastToken: UInt64 = 0

    /// What one entry costs beside its name, roughly.
    package static let entryOverhead = 64

    package init(maximumEntries: Int, maximumBytes: Int) {
        self.maximumEntries = maximumEntries
        self.maximumBytes = maximumBytes
    }

    package var isEmpty: Bool { entries.isEmpty && overflow == nil }

    package mutating func add(_ entry: Entry) -> Adding {
        lastToken += 1
        guard overflow == nil else {
            overflow = lastToken
            return .known
        }
        if entries[entry] != nil {
            entries[entry] = lastToken
            return .known
        }
        let size = entry.key.byteCount + Self.entryOverhead
        guard entries.count < maximumEntries, bytes + size <= maximumBytes else {
            addEverything()
            return .overflowed
        }
        entries[entry] = lastToken
        bytes += size
        return .noted
    }

    /// Everything is to be invalidated.
    package mutating func addEverything() {
        lastToken += 1
        overflow = lastToken
        entries = [:]
        bytes = 0
    }

    /// Whether a key reads as a miss.
    package func isPending(_ key: CacheKey) -> Bool { overflow != nil || entries[.key(key)] != nil }

    /// Whether values with a tag read as a miss.
    package func isPending(tag: CacheKey) -> Bool { overflow != nil || entries[.tag(tag)] != nil }

    /// Redis has confirmed an entry. Returns whether it is over: nothing came since.
    @discardableResult
    package mutating func confirm(_ entry: Entry, token: UInt64) -> Bool {
        guard entries[entry] == token else { return false }
        remove(entry)
        return true
    }

    /// Redis has confirmed that everything is invalidated. Returns whether it is over: nothing came since.
    @discardableResult
    package mutating func confirmEverything(token: UInt64) -> Bool {
        guard overflow == token else { return false }
        overflow = nil
        return true
    }

    private mutating func remove(_ entry: Entry) {
        guard entries.removeValue(forKey: entry) != nil else { return }
        bytes -= entry.key.byteCount + Self.entryOverhead
    }
}

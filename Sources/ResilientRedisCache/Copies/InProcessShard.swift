import ResilientRedisClient

/// A part of the values that are kept in this process, with the reads of others that are under way.
///
/// The reply to a read and the report of a change come over different connections, in any order. So a read leaves a marker
/// before it asks, a change takes the marker away, and what was read is kept only if the marker is still there.
///
/// Keys are told apart by their check values only. Two that have the same one push each other out, and a change of one is
/// a change of both; a value's key is compared when it is taken out.
package struct InProcessShard<Value> {
    /// A read under way, by the readers of one key together.
    private struct Marker {
        var token: UInt64
        var readers: Int
    }

    private var store: S3FIFOStore<UInt64, Value>
    private var markers: [UInt64: Marker] = [:]
    private var lastToken: UInt64 = 0
    /// The check values of all tags that a kept value has, and perhaps of others. A tag's first stamp is reported as well, and
    /// concerns no value that is kept.
    private var tags: Set<UInt64> = []
    /// More are not remembered: everything goes instead.
    private static var maximumTags: Int { 100_000 }
    /// Changes are reported. Nothing is kept otherwise.
    private var isOpen = false

    package init(maximumCount: Int, maximumCost: Int) {
        store = S3FIFOStore(maximumCount: maximumCount, maximumCost: maximumCost)
    }

    package var count: Int { store.count }
    package var cost: Int { store.cost }
    package var readsUnderWay: Int { markers.count }

    package mutating func value(for key: UInt64) -> Value? {
        isOpen ? store.value(for: key) : nil
    }

    /// Redis is about to be asked for a key. `nil` when the answer is not to be kept.
    package mutating func beginRead(of key: UInt64) -> UInt64? {
        guard isOpen else { return nil }
        if let marker = markers[key] {
            markers[key]?.readers += 1
            return marker.token
        }
        lastToken += 1
        markers[key] = Marker(token: lastToken, readers: 1)
        return lastToken
    }

    /// Redis has answered. The value is kept unless its key has changed since. Every read that began must end.
    package mutating func endRead(
        of key: UInt64, _ token: UInt64, keeping value: Value?, cost: Int, tags valueTags: [UInt64] = []
    ) {
        guard let marker = markers[key], marker.token == token else { return }
        markers[key] = marker.readers > 1 ? Marker(token: token, readers: marker.readers - 1) : nil
        guard let value else { return }
        if tags.count > Self.maximumTags { dropAll() }
        tags.formUnion(valueTags)
        store.insert(value, for: key, cost: cost)
    }

    /// A key has changed.
    package mutating func drop(_ key: UInt64) {
        store.remove(key)
        markers[key] = nil
    }

    /// The stamp of a tag has changed. No one knows the tags of the values that are being read, so none of those is kept.
    ///
    /// - Parameter isTagged: Whether a value has the tag.
    package mutating func drop(tag: UInt64, where isTagged: (Value) -> Bool) {
        markers = [:]
        if tags.remove(tag) != nil { store.removeAll(where: isTagged) }
    }

    /// Anything may have changed.
    package mutating func dropAll() {
        store.removeAll()
        markers = [:]
        tags = []
    }

    /// Changes are reported from now on.
    package mutating func open() { isOpen = true }

    /// Changes are not reported any more.
    package mutating func close() {
        isOpen = false
        dropAll()
    }
}

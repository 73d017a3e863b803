// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Adds an entry to a stream.
    ///
    /// - Parameters:
    ///   - key: The stream's key.
    ///   - fields: The entry's fields and values, at least one; a field may be there several times.
    ///   - id: The entry's ID, which must be greater than that of the last entry; by default the server makes one.
    ///   - trimming: How to trim the stream; by default it grows.
    ///   - creating: Whether to make the stream when there is none.
    /// - Returns: The entry's ID; `nil` when there is no such stream and `creating` is `false`.
    @inlinable @discardableResult
    public func xadd(
        _ key: some RESPArgument, _ fields: KeyValuePairs<String, any RESPArgument>, id: RedisStreamID? = nil,
        trimming: RedisStreamTrimming? = nil, creating: Bool = true
    ) async throws -> RedisStreamID? {
        try await send(.xadd(key, fields, id: id, trimming: trimming, creating: creating))
    }

    /// Adds an entry with the fields of a dictionary to a stream, in no particular order.
    ///
    /// - Returns: The entry's ID; `nil` when there is no such stream and `creating` is `false`.
    @inlinable @discardableResult
    public func xadd<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value], id: RedisStreamID? = nil,
        trimming: RedisStreamTrimming? = nil, creating: Bool = true
    ) async throws -> RedisStreamID? {
        try await send(.xadd(key, fields: fields, id: id, trimming: trimming, creating: creating))
    }

    /// Returns how many entries a stream has, 0 when there is no such stream.
    @inlinable
    public func xlen(
        _ key: some RESPArgument
    ) async throws -> Int {
        try await send(.xlen(key))
    }

    /// Deletes entries of a stream.
    ///
    /// - Returns: How many of them existed.
    @inlinable @discardableResult
    public func xdel<ID: RESPEncodable>(
        _ key: some RESPArgument, _ ids: ID...
    ) async throws -> Int {
        try await send(.xdel(key, ArgumentList(ids)))
    }

    /// Removes the oldest entries of a stream.
    ///
    /// - Returns: How many were removed.
    @inlinable @discardableResult
    public func xtrim(
        _ key: some RESPArgument, _ trimming: RedisStreamTrimming
    ) async throws -> Int {
        try await send(.xtrim(key, trimming))
    }

    /// Returns the entries of a stream between two IDs, the oldest first.
    @inlinable
    public func xrange<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, from: RedisStreamBound = .unbounded, to: RedisStreamBound = .unbounded,
        count: Int? = nil, as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> [RedisStreamEntry<Field, Value>] {
        try await send(.xrange(key, from: from, to: to, count: count, as: type))
    }

    /// Returns the entries of a stream between two IDs, the newest first. `from` is the lower end here as well.
    @inlinable
    public func xrevrange<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, from: RedisStreamBound = .unbounded, to: RedisStreamBound = .unbounded,
        count: Int? = nil, as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> [RedisStreamEntry<Field, Value>] {
        try await send(.xrevrange(key, from: from, to: to, count: count, as: type))
    }

    /// Returns the entries of streams behind positions.
    ///
    /// - Returns: The streams that have such entries, each with them.
    @inlinable
    public func xread<Field: RESPDecodable, Value: RESPDecodable>(
        _ streams: [RedisStreamPosition], count: Int? = nil,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> [RedisStreamBatch<Field, Value>] {
        try await send(.xread(streams, count: count, as: type))
    }

    /// Returns the entries of streams behind positions, and waits when there are none.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - streams: The streams' keys, each with the position behind which to read.
    ///   - count: How many entries of each stream at most; by default all.
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds; `nil` means without limit.
    ///   - type: What to read an entry as.
    /// - Returns: The streams that have such entries, each with them; none when the time ran out.
    @inlinable
    public func xread<Field: RESPDecodable, Value: RESPDecodable>(
        _ streams: [RedisStreamPosition], count: Int? = nil, timeout: Duration?,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> [RedisStreamBatch<Field, Value>] {
        try await send(.xread(streams, count: count, timeout: timeout, as: type))
    }

    /// Returns entries of streams for a consumer of a group: new ones at the position ``RedisStreamPosition/new(_:)``, at any
    /// other those that it was given before and has not acknowledged.
    ///
    /// - Parameters:
    ///   - group: The consumer group.
    ///   - consumer: The consumer, which is made when the group does not have it.
    ///   - streams: The streams' keys with their positions.
    ///   - count: How many entries of each stream at most; by default all.
    ///   - acknowledging: Whether the entries count as acknowledged at once (`NOACK`).
    ///   - type: What to read an entry as.
    /// - Returns: The streams with their entries. An entry that was deleted meanwhile has no fields.
    @inlinable
    public func xreadgroup<Field: RESPDecodable, Value: RESPDecodable>(
        _ group: some RESPArgument, consumer: some RESPArgument, _ streams: [RedisStreamPosition], count: Int? = nil,
        acknowledging: Bool = false, as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> [RedisStreamBatch<Field, Value>] {
        try await send(
            .xreadgroup(group, consumer: consumer, streams, count: count, acknowledging: acknowledging, as: type))
    }

    /// Returns new entries of streams for a consumer of a group, and waits when there are none.
    ///
    /// The command gets a connection of its own, so that it does not hold up others.
    ///
    /// - Parameters:
    ///   - group: The consumer group.
    ///   - consumer: The consumer, which is made when the group does not have it.
    ///   - streams: The streams' keys with their positions.
    ///   - count: How many entries of each stream at most; by default all.
    ///   - acknowledging: Whether the entries count as acknowledged at once (`NOACK`).
    ///   - timeout: How long the server waits at most, rounded up to whole milliseconds; `nil` means without limit.
    ///   - type: What to read an entry as.
    /// - Returns: The streams with their entries; none when the time ran out.
    @inlinable
    public func xreadgroup<Field: RESPDecodable, Value: RESPDecodable>(
        _ group: some RESPArgument, consumer: some RESPArgument, _ streams: [RedisStreamPosition], count: Int? = nil,
        acknowledging: Bool = false, timeout: Duration?,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> [RedisStreamBatch<Field, Value>] {
        try await send(
            .xreadgroup(
                group, consumer: consumer, streams, count: count, acknowledging: acknowledging, timeout: timeout,
                as: type))
    }

    /// Acknowledges entries that a consumer group was given.
    ///
    /// - Returns: How many of them were not acknowledged before.
    @inlinable @discardableResult
    public func xack<ID: RESPEncodable>(
        _ key: some RESPArgument, group: some RESPArgument, _ ids: ID...
    ) async throws -> Int {
        try await send(.xack(key, group: group, ArgumentList(ids)))
    }

    /// Makes a consumer group that is given the entries behind an ID.
    ///
    /// - Parameters:
    ///   - key: The stream's key.
    ///   - group: The group, which must not exist; the server refuses it with `BUSYGROUP` otherwise.
    ///   - id: The last entry that the group is not given.
    ///   - creating: Whether to make the stream when there is none.
    ///   - entriesRead: How many entries the group counts as having read (Redis 7.0 or later).
    @inlinable
    public func xgroupCreate(
        _ key: some RESPArgument, group: some RESPArgument, after id: RedisStreamStart, creating: Bool = false,
        entriesRead: Int? = nil
    ) async throws {
        try await send(.xgroupCreate(key, group: group, after: id, creating: creating, entriesRead: entriesRead))
    }

    /// Sets the last entry that a consumer group counts as having been given.
    @inlinable
    public func xgroupSetid(
        _ key: some RESPArgument, group: some RESPArgument, after id: RedisStreamStart, entriesRead: Int? = nil
    ) async throws {
        try await send(.xgroupSetid(key, group: group, after: id, entriesRead: entriesRead))
    }

    /// Deletes a consumer group with its pending entries.
    ///
    /// - Returns: Whether there was such a group.
    @inlinable @discardableResult
    public func xgroupDestroy(
        _ key: some RESPArgument, group: some RESPArgument
    ) async throws -> Bool {
        try await send(.xgroupDestroy(key, group: group))
    }

    /// Makes a consumer of a group.
    ///
    /// - Returns: Whether it is new.
    @inlinable @discardableResult
    public func xgroupCreateconsumer(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument
    ) async throws -> Bool {
        try await send(.xgroupCreateconsumer(key, group: group, consumer: consumer))
    }

    /// Deletes a consumer of a group; its pending entries are pending no longer.
    ///
    /// - Returns: How many entries it had pending.
    @inlinable @discardableResult
    public func xgroupDelconsumer(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument
    ) async throws -> Int {
        try await send(.xgroupDelconsumer(key, group: group, consumer: consumer))
    }

    /// Returns how many entries of a consumer group are pending, and whose they are.
    @inlinable
    public func xpending(
        _ key: some RESPArgument, group: some RESPArgument
    ) async throws -> RedisPendingSummary {
        try await send(.xpending(key, group: group))
    }

    /// Returns the pending entries of a consumer group.
    ///
    /// - Parameters:
    ///   - key: The stream's key.
    ///   - group: The group.
    ///   - from: The lowest ID.
    ///   - to: The highest ID.
    ///   - count: How many entries at most.
    ///   - consumer: Whose entries; by default those of all consumers.
    ///   - idleTime: How long ago they were delivered at least; by default any time.
    @inlinable
    public func xpending(
        _ key: some RESPArgument, group: some RESPArgument, from: RedisStreamBound = .unbounded,
        to: RedisStreamBound = .unbounded, count: Int, consumer: String? = nil, idleTime: Duration? = nil
    ) async throws -> [RedisPendingEntry] {
        try await send(
            .xpending(key, group: group, from: from, to: to, count: count, consumer: consumer, idleTime: idleTime))
    }

    /// Gives pending entries to a consumer when they were delivered long enough ago.
    ///
    /// - Returns: The entries that the consumer was given.
    @inlinable
    public func xclaim<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        _ ids: [RedisStreamID], options: RedisClaimOptions = RedisClaimOptions(),
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> [RedisStreamEntry<Field, Value>] {
        try await send(
            .xclaim(key, group: group, consumer: consumer, idleTime: idleTime, ids, options: options, as: type))
    }

    /// Gives pending entries to a consumer without counting it as a delivery.
    ///
    /// - Returns: The IDs of the entries that the consumer was given.
    @inlinable @discardableResult
    public func xclaim(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        idsOf ids: [RedisStreamID], options: RedisClaimOptions = RedisClaimOptions()
    ) async throws -> [RedisStreamID] {
        try await send(.xclaim(key, group: group, consumer: consumer, idleTime: idleTime, idsOf: ids, options: options))
    }

    /// Looks for pending entries that were delivered long enough ago and gives them to a consumer.
    ///
    /// - Parameters:
    ///   - key: The stream's key.
    ///   - group: The group.
    ///   - consumer: The consumer that is given the entries.
    ///   - idleTime: How long ago they were delivered at least.
    ///   - start: The ID to begin at.
    ///   - count: How many entries at most; the server takes 100 by default.
    ///   - type: What to read an entry as.
    @inlinable
    public func xautoclaim<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        from start: RedisStreamID = .zero, count: Int? = nil,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) async throws -> RedisClaimedEntries<RedisStreamEntry<Field, Value>> {
        try await send(
            .xautoclaim(key, group: group, consumer: consumer, idleTime: idleTime, from: start, count: count, as: type))
    }

    /// Looks for pending entries that were delivered long enough ago and gives them to a consumer without counting it as a
    /// delivery.
    @inlinable
    public func xautoclaim(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        idsFrom start: RedisStreamID, count: Int? = nil
    ) async throws -> RedisClaimedEntries<RedisStreamID> {
        try await send(
            .xautoclaim(key, group: group, consumer: consumer, idleTime: idleTime, idsFrom: start, count: count))
    }

    /// Describes a stream.
    @inlinable
    public func xinfoStream(
        _ key: some RESPArgument
    ) async throws -> RedisStreamInfo {
        try await send(.xinfoStream(key))
    }

    /// Describes a stream with its entries, groups, consumers and pending entries.
    @inlinable
    public func xinfoStream(
        fullyOf key: some RESPArgument, count: Int? = nil
    ) async throws -> [String: RESPValue] {
        try await send(.xinfoStream(fullyOf: key, count: count))
    }

    /// Describes the consumer groups of a stream.
    @inlinable
    public func xinfoGroups(
        _ key: some RESPArgument
    ) async throws -> [RedisStreamGroupInfo] {
        try await send(.xinfoGroups(key))
    }

    /// Describes the consumers of a group.
    @inlinable
    public func xinfoConsumers(
        _ key: some RESPArgument, group: some RESPArgument
    ) async throws -> [RedisStreamConsumerInfo] {
        try await send(.xinfoConsumers(key, group: group))
    }

    /// Sets the ID of a stream's last entry, as replication does.
    @inlinable
    public func xsetid(
        _ key: some RESPArgument, _ id: RedisStreamID, entriesAdded: Int? = nil, maximumDeletedID: RedisStreamID? = nil
    ) async throws {
        try await send(.xsetid(key, id, entriesAdded: entriesAdded, maximumDeletedID: maximumDeletedID))
    }
}

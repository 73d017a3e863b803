// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommand {
    /// `XADD`: adds an entry to a stream.
    @inlinable
    public static func xadd(
        _ key: some RESPArgument, _ fields: KeyValuePairs<String, any RESPArgument>, id: RedisStreamID? = nil,
        trimming: RedisStreamTrimming? = nil, creating: Bool = true
    ) -> RedisCommand where Reply == RedisStreamID? {
        RedisCommand(.xadd, key, creating ? nil : "NOMKSTREAM", trimming, NewEntry(id), NonEmptyPairs(fields))
    }

    /// `XADD`: adds an entry with the fields of a dictionary to a stream, in no particular order.
    @inlinable
    public static func xadd<Field: RESPArgument, Value: RESPArgument>(
        _ key: some RESPArgument, fields: [Field: Value], id: RedisStreamID? = nil,
        trimming: RedisStreamTrimming? = nil, creating: Bool = true
    ) -> RedisCommand where Reply == RedisStreamID? {
        RedisCommand(.xadd, key, creating ? nil : "NOMKSTREAM", trimming, NewEntry(id), NonEmptyPairs(fields))
    }

    /// `XLEN`: returns how many entries a stream has, 0 when there is no such stream.
    @inlinable
    public static func xlen(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.xlen, key)
    }

    /// `XDEL`: deletes entries of a stream.
    @inlinable
    public static func xdel<ID: RESPEncodable>(
        _ key: some RESPArgument, _ ids: ID...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.xdel, key, ArgumentList(ids))
    }

    /// `XTRIM`: removes the oldest entries of a stream.
    @inlinable
    public static func xtrim(
        _ key: some RESPArgument, _ trimming: RedisStreamTrimming
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.xtrim, key, trimming)
    }

    /// `XRANGE`: returns the entries of a stream between two IDs, the oldest first.
    @inlinable
    public static func xrange<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, from: RedisStreamBound = .unbounded, to: RedisStreamBound = .unbounded,
        count: Int? = nil, as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == [RedisStreamEntry<Field, Value>] {
        RedisCommand(.xrange, key, from.asLower, to.asUpper, KeywordArgument("COUNT", count.map(NonNegative.init)))
    }

    /// `XREVRANGE`: returns the entries of a stream between two IDs, the newest first. `from` is the lower end here as well.
    @inlinable
    public static func xrevrange<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, from: RedisStreamBound = .unbounded, to: RedisStreamBound = .unbounded,
        count: Int? = nil, as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == [RedisStreamEntry<Field, Value>] {
        RedisCommand(.xrevrange, key, to.asUpper, from.asLower, KeywordArgument("COUNT", count.map(NonNegative.init)))
    }

    /// `XREAD`: returns the entries of streams behind positions.
    @inlinable
    public static func xread<Field: RESPDecodable, Value: RESPDecodable>(
        _ streams: [RedisStreamPosition], count: Int? = nil,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == [RedisStreamBatch<Field, Value>] {
        RedisCommand(.xread, KeywordArgument("COUNT", count.map(Positive.init)), StreamPositions(streams)) {
            try RedisStreamBatch.list($0)
        }
    }

    /// `XREAD`: returns the entries of streams behind positions, and waits when there are none.
    @inlinable
    public static func xread<Field: RESPDecodable, Value: RESPDecodable>(
        _ streams: [RedisStreamPosition], count: Int? = nil, timeout: Duration?,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == [RedisStreamBatch<Field, Value>] {
        RedisCommand(
            .xread, KeywordArgument("COUNT", count.map(Positive.init)), "BLOCK",
            timeout.map { max(1, WholeMilliseconds($0).count) } ?? 0, StreamPositions(streams)
        ) { try RedisStreamBatch.list($0) }
    }

    /// `XREADGROUP`: returns entries of streams for a consumer of a group: new ones at the position ``RedisStreamPosition/new(_:)``, at any
    /// other those that it was given before and has not acknowledged.
    @inlinable
    public static func xreadgroup<Field: RESPDecodable, Value: RESPDecodable>(
        _ group: some RESPArgument, consumer: some RESPArgument, _ streams: [RedisStreamPosition], count: Int? = nil,
        acknowledging: Bool = false, as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == [RedisStreamBatch<Field, Value>] {
        RedisCommand(
            .xreadgroup, "GROUP", group, consumer, KeywordArgument("COUNT", count.map(Positive.init)),
            acknowledging ? "NOACK" : nil, StreamPositions(streams)
        ) { try RedisStreamBatch.list($0) }
    }

    /// `XREADGROUP`: returns new entries of streams for a consumer of a group, and waits when there are none.
    @inlinable
    public static func xreadgroup<Field: RESPDecodable, Value: RESPDecodable>(
        _ group: some RESPArgument, consumer: some RESPArgument, _ streams: [RedisStreamPosition], count: Int? = nil,
        acknowledging: Bool = false, timeout: Duration?,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == [RedisStreamBatch<Field, Value>] {
        RedisCommand(
            .xreadgroup, "GROUP", group, consumer, KeywordArgument("COUNT", count.map(Positive.init)), "BLOCK",
            timeout.map { max(1, WholeMilliseconds($0).count) } ?? 0, acknowledging ? "NOACK" : nil,
            StreamPositions(streams)
        ) { try RedisStreamBatch.list($0) }
    }

    /// `XACK`: acknowledges entries that a consumer group was given.
    @inlinable
    public static func xack<ID: RESPEncodable>(
        _ key: some RESPArgument, group: some RESPArgument, _ ids: ID...
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.xack, key, group, ArgumentList(ids))
    }

    /// `XGROUP CREATE`: makes a consumer group that is given the entries behind an ID.
    @inlinable
    public static func xgroupCreate(
        _ key: some RESPArgument, group: some RESPArgument, after id: RedisStreamStart, creating: Bool = false,
        entriesRead: Int? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(
            .xgroupCreate, key, group, id, creating ? "MKSTREAM" : nil, KeywordArgument("ENTRIESREAD", entriesRead))
    }

    /// `XGROUP SETID`: sets the last entry that a consumer group counts as having been given.
    @inlinable
    public static func xgroupSetid(
        _ key: some RESPArgument, group: some RESPArgument, after id: RedisStreamStart, entriesRead: Int? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.xgroupSetid, key, group, id, KeywordArgument("ENTRIESREAD", entriesRead))
    }

    /// `XGROUP DESTROY`: deletes a consumer group with its pending entries.
    @inlinable
    public static func xgroupDestroy(
        _ key: some RESPArgument, group: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.xgroupDestroy, key, group)
    }

    /// `XGROUP CREATECONSUMER`: makes a consumer of a group.
    @inlinable
    public static func xgroupCreateconsumer(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.xgroupCreateconsumer, key, group, consumer)
    }

    /// `XGROUP DELCONSUMER`: deletes a consumer of a group; its pending entries are pending no longer.
    @inlinable
    public static func xgroupDelconsumer(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.xgroupDelconsumer, key, group, consumer)
    }

    /// `XPENDING`: returns how many entries of a consumer group are pending, and whose they are.
    @inlinable
    public static func xpending(
        _ key: some RESPArgument, group: some RESPArgument
    ) -> RedisCommand where Reply == RedisPendingSummary {
        RedisCommand(.xpending, key, group)
    }

    /// `XPENDING`: returns the pending entries of a consumer group.
    @inlinable
    public static func xpending(
        _ key: some RESPArgument, group: some RESPArgument, from: RedisStreamBound = .unbounded,
        to: RedisStreamBound = .unbounded, count: Int, consumer: String? = nil, idleTime: Duration? = nil
    ) -> RedisCommand where Reply == [RedisPendingEntry] {
        RedisCommand(
            .xpending, key, group, KeywordArgument("IDLE", idleTime.map(WholeMilliseconds.init)), from.asLower,
            to.asUpper, NonNegative(count), consumer)
    }

    /// `XCLAIM`: gives pending entries to a consumer when they were delivered long enough ago.
    @inlinable
    public static func xclaim<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        _ ids: [RedisStreamID], options: RedisClaimOptions = RedisClaimOptions(),
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == [RedisStreamEntry<Field, Value>] {
        RedisCommand(.xclaim, key, group, consumer, WholeMilliseconds(idleTime), NonEmpty(ids), options) {
            try RedisStreamEntry.list($0)
        }
    }

    /// `XCLAIM`: gives pending entries to a consumer without counting it as a delivery.
    @inlinable
    public static func xclaim(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        idsOf ids: [RedisStreamID], options: RedisClaimOptions = RedisClaimOptions()
    ) -> RedisCommand where Reply == [RedisStreamID] {
        RedisCommand(.xclaim, key, group, consumer, WholeMilliseconds(idleTime), NonEmpty(ids), options, "JUSTID")
    }

    /// `XAUTOCLAIM`: looks for pending entries that were delivered long enough ago and gives them to a consumer.
    @inlinable
    public static func xautoclaim<Field: RESPDecodable, Value: RESPDecodable>(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        from start: RedisStreamID = .zero, count: Int? = nil,
        as type: RedisStreamEntry<Field, Value>.Type = RedisStreamEntry<Field, Value>.self
    ) -> RedisCommand where Reply == RedisClaimedEntries<RedisStreamEntry<Field, Value>> {
        RedisCommand(
            .xautoclaim, key, group, consumer, WholeMilliseconds(idleTime), start,
            KeywordArgument("COUNT", count.map(Positive.init))
        ) { try RedisClaimedEntries($0) { entries throws(RESPDecodingError) in try RedisStreamEntry.list(entries) } }
    }

    /// `XAUTOCLAIM`: looks for pending entries that were delivered long enough ago and gives them to a consumer without counting it as a
    /// delivery.
    @inlinable
    public static func xautoclaim(
        _ key: some RESPArgument, group: some RESPArgument, consumer: some RESPArgument, idleTime: Duration,
        idsFrom start: RedisStreamID, count: Int? = nil
    ) -> RedisCommand where Reply == RedisClaimedEntries<RedisStreamID> {
        RedisCommand(
            .xautoclaim, key, group, consumer, WholeMilliseconds(idleTime), start,
            KeywordArgument("COUNT", count.map(Positive.init)), "JUSTID"
        ) { try RedisClaimedEntries($0) { entries throws(RESPDecodingError) in try [RedisStreamID](resp: entries) } }
    }

    /// `XINFO STREAM`: describes a stream.
    @inlinable
    public static func xinfoStream(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == RedisStreamInfo {
        RedisCommand(.xinfoStream, key)
    }

    /// `XINFO STREAM`: describes a stream with its entries, groups, consumers and pending entries.
    @inlinable
    public static func xinfoStream(
        fullyOf key: some RESPArgument, count: Int? = nil
    ) -> RedisCommand where Reply == [String: RESPValue] {
        RedisCommand(.xinfoStream, key, "FULL", KeywordArgument("COUNT", count.map(NonNegative.init)))
    }

    /// `XINFO GROUPS`: describes the consumer groups of a stream.
    @inlinable
    public static func xinfoGroups(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == [RedisStreamGroupInfo] {
        RedisCommand(.xinfoGroups, key)
    }

    /// `XINFO CONSUMERS`: describes the consumers of a group.
    @inlinable
    public static func xinfoConsumers(
        _ key: some RESPArgument, group: some RESPArgument
    ) -> RedisCommand where Reply == [RedisStreamConsumerInfo] {
        RedisCommand(.xinfoConsumers, key, group)
    }

    /// `XSETID`: sets the ID of a stream's last entry, as replication does.
    @inlinable
    public static func xsetid(
        _ key: some RESPArgument, _ id: RedisStreamID, entriesAdded: Int? = nil, maximumDeletedID: RedisStreamID? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(
            .xsetid, key, id, KeywordArgument("ENTRIESADDED", entriesAdded.map(NonNegative.init)),
            KeywordArgument("MAXDELETEDID", maximumDeletedID))
    }
}

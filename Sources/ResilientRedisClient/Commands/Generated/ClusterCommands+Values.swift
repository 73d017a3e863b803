// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommand {
    /// `CLUSTER ADDSLOTS`: gives slots to the node.
    @inlinable
    public static func clusterAddslots(
        _ slots: [Int]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterAddslots, NonEmpty(slots))
    }

    /// `CLUSTER ADDSLOTSRANGE`: gives ranges of slots to the node.
    @inlinable
    public static func clusterAddslotsrange(
        _ ranges: [ClosedRange<Int>]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterAddslotsrange, SlotRanges(ranges))
    }

    /// `CLUSTER BUMPEPOCH`: raises the node's configuration epoch.
    @inlinable
    public static func clusterBumpepoch() -> RedisCommand where Reply == String {
        RedisCommand(.clusterBumpepoch)
    }

    /// `CLUSTER COUNT-FAILURE-REPORTS`: returns how many reports of a node's failure are in force.
    @inlinable
    public static func clusterCountFailureReports(
        _ node: String
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.clusterCountFailureReports, node)
    }

    /// `CLUSTER COUNTKEYSINSLOT`: returns how many keys a slot of the node has.
    @inlinable
    public static func clusterCountkeysinslot(
        _ slot: Int
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.clusterCountkeysinslot, NonNegative(slot))
    }

    /// `CLUSTER DELSLOTS`: takes slots away from the node.
    @inlinable
    public static func clusterDelslots(
        _ slots: [Int]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterDelslots, NonEmpty(slots))
    }

    /// `CLUSTER DELSLOTSRANGE`: takes ranges of slots away from the node.
    @inlinable
    public static func clusterDelslotsrange(
        _ ranges: [ClosedRange<Int>]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterDelslotsrange, SlotRanges(ranges))
    }

    /// `CLUSTER FAILOVER`: makes a replica take over from its primary.
    @inlinable
    public static func clusterFailover(
        _ mode: RedisClusterFailoverMode? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterFailover, mode)
    }

    /// `CLUSTER FLUSHSLOTS`: takes all slots away from the node.
    @inlinable
    public static func clusterFlushslots() -> RedisCommand where Reply == Void {
        RedisCommand(.clusterFlushslots)
    }

    /// `CLUSTER FORGET`: removes a node from the node's own list.
    @inlinable
    public static func clusterForget(
        _ node: String
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterForget, node)
    }

    /// `CLUSTER GETKEYSINSLOT`: returns keys of a slot of the node.
    @inlinable
    public static func clusterGetkeysinslot<Key: RESPDecodable>(
        _ slot: Int, count: Int, as type: Key.Type = Key.self
    ) -> RedisCommand where Reply == [Key] {
        RedisCommand(.clusterGetkeysinslot, NonNegative(slot), NonNegative(count))
    }

    /// `CLUSTER INFO`: describes the state of the cluster as the node sees it.
    @inlinable
    public static func clusterInfo() -> RedisCommand where Reply == RedisServerInfo {
        RedisCommand(.clusterInfo)
    }

    /// `CLUSTER KEYSLOT`: returns the slot of a key.
    @inlinable
    public static func clusterKeyslot(
        _ key: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.clusterKeyslot, key)
    }

    /// `CLUSTER LINKS`: describes the node's connections to others, one dictionary each.
    @inlinable
    public static func clusterLinks() -> RedisCommand where Reply == [[String: RESPValue]] {
        RedisCommand(.clusterLinks)
    }

    /// `CLUSTER MEET`: makes the node know another one.
    @inlinable
    public static func clusterMeet(
        host: String, port: Int, busPort: Int? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterMeet, host, port, busPort)
    }

    /// `CLUSTER MYID`: returns the node's ID.
    @inlinable
    public static func clusterMyid() -> RedisCommand where Reply == String {
        RedisCommand(.clusterMyid)
    }

    /// `CLUSTER MYSHARDID`: returns the ID of the node's shard.
    @inlinable
    public static func clusterMyshardid() -> RedisCommand where Reply == String {
        RedisCommand(.clusterMyshardid)
    }

    /// `CLUSTER NODES`: returns the node's view of the cluster as lines of its configuration file.
    @inlinable
    public static func clusterNodes() -> RedisCommand where Reply == String {
        RedisCommand(.clusterNodes)
    }

    /// `CLUSTER REPLICAS`: returns the replicas of a node as lines of the configuration file.
    @inlinable
    public static func clusterReplicas(
        _ node: String
    ) -> RedisCommand where Reply == [String] {
        RedisCommand(.clusterReplicas, node)
    }

    /// `CLUSTER SLAVES`: returns the replicas of a node: an old name of ``clusterReplicas(_:)``.
    @inlinable
    public static func clusterSlaves(
        _ node: String
    ) -> RedisCommand where Reply == [String] {
        RedisCommand(.clusterSlaves, node)
    }

    /// `CLUSTER REPLICATE`: makes the node a replica of another one.
    @inlinable
    public static func clusterReplicate(
        _ node: String
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterReplicate, node)
    }

    /// `CLUSTER RESET`: makes the node forget the cluster.
    @inlinable
    public static func clusterReset(
        _ mode: RedisClusterResetMode? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterReset, mode)
    }

    /// `CLUSTER SAVECONFIG`: writes the node's view of the cluster to its configuration file.
    @inlinable
    public static func clusterSaveconfig() -> RedisCommand where Reply == Void {
        RedisCommand(.clusterSaveconfig)
    }

    /// `CLUSTER SET-CONFIG-EPOCH`: sets the configuration epoch of a new node.
    @inlinable
    public static func clusterSetConfigEpoch(
        _ epoch: Int
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterSetConfigEpoch, NonNegative(epoch))
    }

    /// `CLUSTER SETSLOT`: sets the state of a slot.
    @inlinable
    public static func clusterSetslot(
        _ slot: Int, _ state: RedisSlotState
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterSetslot, NonNegative(slot), state)
    }

    /// `CLUSTER SHARDS`: describes the shards of the cluster, one dictionary each.
    @inlinable
    public static func clusterShards() -> RedisCommand where Reply == [[String: RESPValue]] {
        RedisCommand(.clusterShards)
    }

    /// `CLUSTER SLOTS`: describes which nodes have which slots.
    @inlinable
    public static func clusterSlots() -> RedisCommand where Reply == [RESPValue] {
        RedisCommand(.clusterSlots)
    }

    /// `CLUSTER SLOT-STATS`: describes the use of slots of the node.
    @inlinable
    public static func clusterSlotStats(
        _ slots: ClosedRange<Int>
    ) -> RedisCommand where Reply == [RESPValue] {
        RedisCommand(.clusterSlotStats, "SLOTSRANGE", NonNegative(slots.lowerBound), slots.upperBound)
    }

    /// `CLUSTER FLUSHSLOT`: deletes the keys of a slot of the node.
    @inlinable
    public static func clusterFlushslot(
        _ slot: Int, _ mode: RedisFlushMode? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterFlushslot, NonNegative(slot), mode)
    }

    /// `CLUSTER MIGRATESLOTS`: starts to move slots with their keys to another node.
    @inlinable
    public static func clusterMigrateslots(
        _ slots: ClosedRange<Int>, toNode node: String
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clusterMigrateslots, "SLOTSRANGE", NonNegative(slots.lowerBound), slots.upperBound, "NODE", node)
    }

    /// `CLUSTER CANCELSLOTMIGRATIONS`: ends the moves of slots that this node has begun.
    @inlinable
    public static func clusterCancelslotmigrations() -> RedisCommand where Reply == Void {
        RedisCommand(.clusterCancelslotmigrations)
    }

    /// `CLUSTER GETSLOTMIGRATIONS`: describes the moves of slots, one dictionary each.
    @inlinable
    public static func clusterGetslotmigrations() -> RedisCommand where Reply == [[String: RESPValue]] {
        RedisCommand(.clusterGetslotmigrations)
    }

    /// `CLUSTERSCAN`: returns some keys of a cluster's node, and where to go on.
    @inlinable
    public static func clusterscan<Key: RESPDecodable>(
        _ cursor: String = "0", matching pattern: String? = nil, type keyType: RedisKeyType? = nil, count: Int? = nil,
        slot: Int? = nil, as type: Key.Type = Key.self
    ) -> RedisCommand where Reply == RedisClusterScanPage<Key> {
        RedisCommand(
            .clusterscan, cursor, KeywordArgument("MATCH", pattern), KeywordArgument("COUNT", count),
            KeywordArgument("TYPE", keyType), KeywordArgument("SLOT", slot.map(NonNegative.init)))
    }
}

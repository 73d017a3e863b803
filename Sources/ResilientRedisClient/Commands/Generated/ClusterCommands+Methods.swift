// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Gives slots to the node.
    @inlinable
    public func clusterAddslots(
        _ slots: [Int]
    ) async throws {
        try await send(.clusterAddslots(slots))
    }

    /// Gives ranges of slots to the node.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func clusterAddslotsrange(
        _ ranges: [ClosedRange<Int>]
    ) async throws {
        try await send(.clusterAddslotsrange(ranges))
    }

    /// Raises the node's configuration epoch.
    ///
    /// - Returns: The server's text.
    @inlinable @discardableResult
    public func clusterBumpepoch() async throws -> String {
        try await send(.clusterBumpepoch())
    }

    /// Returns how many reports of a node's failure are in force.
    @inlinable
    public func clusterCountFailureReports(
        _ node: String
    ) async throws -> Int {
        try await send(.clusterCountFailureReports(node))
    }

    /// Returns how many keys a slot of the node has.
    @inlinable
    public func clusterCountkeysinslot(
        _ slot: Int
    ) async throws -> Int {
        try await send(.clusterCountkeysinslot(slot))
    }

    /// Takes slots away from the node.
    @inlinable
    public func clusterDelslots(
        _ slots: [Int]
    ) async throws {
        try await send(.clusterDelslots(slots))
    }

    /// Takes ranges of slots away from the node.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func clusterDelslotsrange(
        _ ranges: [ClosedRange<Int>]
    ) async throws {
        try await send(.clusterDelslotsrange(ranges))
    }

    /// Makes a replica take over from its primary.
    @inlinable
    public func clusterFailover(
        _ mode: RedisClusterFailoverMode? = nil
    ) async throws {
        try await send(.clusterFailover(mode))
    }

    /// Takes all slots away from the node.
    @inlinable
    public func clusterFlushslots() async throws {
        try await send(.clusterFlushslots())
    }

    /// Removes a node from the node's own list.
    @inlinable
    public func clusterForget(
        _ node: String
    ) async throws {
        try await send(.clusterForget(node))
    }

    /// Returns keys of a slot of the node.
    @inlinable
    public func clusterGetkeysinslot<Key: RESPDecodable>(
        _ slot: Int, count: Int, as type: Key.Type = Key.self
    ) async throws -> [Key] {
        try await send(.clusterGetkeysinslot(slot, count: count, as: type))
    }

    /// Describes the state of the cluster as the node sees it.
    @inlinable
    public func clusterInfo() async throws -> RedisServerInfo {
        try await send(.clusterInfo())
    }

    /// Returns the slot of a key.
    @inlinable
    public func clusterKeyslot(
        _ key: some RESPArgument
    ) async throws -> Int {
        try await send(.clusterKeyslot(key))
    }

    /// Describes the node's connections to others, one dictionary each.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func clusterLinks() async throws -> [[String: RESPValue]] {
        try await send(.clusterLinks())
    }

    /// Makes the node know another one.
    @inlinable
    public func clusterMeet(
        host: String, port: Int, busPort: Int? = nil
    ) async throws {
        try await send(.clusterMeet(host: host, port: port, busPort: busPort))
    }

    /// Returns the node's ID.
    @inlinable
    public func clusterMyid() async throws -> String {
        try await send(.clusterMyid())
    }

    /// Returns the ID of the node's shard.
    ///
    /// Redis 7.2 or later.
    @inlinable
    public func clusterMyshardid() async throws -> String {
        try await send(.clusterMyshardid())
    }

    /// Returns the node's view of the cluster as lines of its configuration file.
    @inlinable
    public func clusterNodes() async throws -> String {
        try await send(.clusterNodes())
    }

    /// Returns the replicas of a node as lines of the configuration file.
    @inlinable
    public func clusterReplicas(
        _ node: String
    ) async throws -> [String] {
        try await send(.clusterReplicas(node))
    }

    /// Returns the replicas of a node: an old name of ``clusterReplicas(_:)``.
    @inlinable
    public func clusterSlaves(
        _ node: String
    ) async throws -> [String] {
        try await send(.clusterSlaves(node))
    }

    /// Makes the node a replica of another one.
    @inlinable
    public func clusterReplicate(
        _ node: String
    ) async throws {
        try await send(.clusterReplicate(node))
    }

    /// Makes the node forget the cluster.
    @inlinable
    public func clusterReset(
        _ mode: RedisClusterResetMode? = nil
    ) async throws {
        try await send(.clusterReset(mode))
    }

    /// Writes the node's view of the cluster to its configuration file.
    @inlinable
    public func clusterSaveconfig() async throws {
        try await send(.clusterSaveconfig())
    }

    /// Sets the configuration epoch of a new node.
    @inlinable
    public func clusterSetConfigEpoch(
        _ epoch: Int
    ) async throws {
        try await send(.clusterSetConfigEpoch(epoch))
    }

    /// Sets the state of a slot.
    @inlinable
    public func clusterSetslot(
        _ slot: Int, _ state: RedisSlotState
    ) async throws {
        try await send(.clusterSetslot(slot, state))
    }

    /// Describes the shards of the cluster, one dictionary each.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func clusterShards() async throws -> [[String: RESPValue]] {
        try await send(.clusterShards())
    }

    /// Describes which nodes have which slots.
    @inlinable
    public func clusterSlots() async throws -> [RESPValue] {
        try await send(.clusterSlots())
    }

    /// Describes the use of slots of the node.
    ///
    /// Valkey 8.0 or later; Redis 8.0 does not have it.
    @inlinable
    public func clusterSlotStats(
        _ slots: ClosedRange<Int>
    ) async throws -> [RESPValue] {
        try await send(.clusterSlotStats(slots))
    }

    /// Deletes the keys of a slot of the node.
    ///
    /// Valkey 9.0 or later; Redis 8.0 does not have it.
    @inlinable
    public func clusterFlushslot(
        _ slot: Int, _ mode: RedisFlushMode? = nil
    ) async throws {
        try await send(.clusterFlushslot(slot, mode))
    }

    /// Starts to move slots with their keys to another node.
    ///
    /// Valkey 9.0 or later; Redis 8.0 does not have it.
    @inlinable
    public func clusterMigrateslots(
        _ slots: ClosedRange<Int>, toNode node: String
    ) async throws {
        try await send(.clusterMigrateslots(slots, toNode: node))
    }

    /// Ends the moves of slots that this node has begun.
    ///
    /// Valkey 9.0 or later; Redis 8.0 does not have it.
    @inlinable
    public func clusterCancelslotmigrations() async throws {
        try await send(.clusterCancelslotmigrations())
    }

    /// Describes the moves of slots, one dictionary each.
    ///
    /// Valkey 9.0 or later; Redis 8.0 does not have it.
    @inlinable
    public func clusterGetslotmigrations() async throws -> [[String: RESPValue]] {
        try await send(.clusterGetslotmigrations())
    }

    /// Returns some keys of a cluster's node, and where to go on.
    ///
    /// Valkey 9.1 or later; Redis 8.0 does not have it.
    @inlinable
    public func clusterscan<Key: RESPDecodable>(
        _ cursor: String = "0", matching pattern: String? = nil, type keyType: RedisKeyType? = nil, count: Int? = nil,
        slot: Int? = nil, as type: Key.Type = Key.self
    ) async throws -> RedisClusterScanPage<Key> {
        try await send(.clusterscan(cursor, matching: pattern, type: keyType, count: count, slot: slot, as: type))
    }
}

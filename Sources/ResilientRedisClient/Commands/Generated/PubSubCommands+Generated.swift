// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Sends a message to the subscribers of a channel.
    ///
    /// - Returns: How many subscribers of this server were sent it.
    @inlinable @discardableResult
    public func publish(
        _ channel: some RESPArgument, _ message: some RESPArgument
    ) async throws -> Int {
        try await send(.publish(channel, message))
    }

    /// Sends a message to the subscribers of a shard's channel.
    ///
    /// Redis 7.0 or later.
    ///
    /// - Returns: How many subscribers of this server were sent it.
    @inlinable @discardableResult
    public func spublish(
        _ channel: some RESPArgument, _ message: some RESPArgument
    ) async throws -> Int {
        try await send(.spublish(channel, message))
    }

    /// Returns the channels that have subscribers, those of patterns apart.
    @inlinable
    public func pubsubChannels(
        matching pattern: String? = nil
    ) async throws -> [String] {
        try await send(.pubsubChannels(matching: pattern))
    }

    /// Returns how many subscribers channels have, those of patterns apart.
    @inlinable
    public func pubsubNumsub<Channel: RESPEncodable>(
        _ channels: Channel...
    ) async throws -> [String: Int] {
        try await send(.pubsubNumsub(ArgumentList(channels)))
    }

    /// Returns how many patterns clients are subscribed to.
    @inlinable
    public func pubsubNumpat() async throws -> Int {
        try await send(.pubsubNumpat())
    }

    /// Returns the shard's channels that have subscribers.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func pubsubShardchannels(
        matching pattern: String? = nil
    ) async throws -> [String] {
        try await send(.pubsubShardchannels(matching: pattern))
    }

    /// Returns how many subscribers channels of the shard have.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func pubsubShardnumsub<Channel: RESPEncodable>(
        _ channels: Channel...
    ) async throws -> [String: Int] {
        try await send(.pubsubShardnumsub(ArgumentList(channels)))
    }
}

extension RedisCommand {
    /// `PUBLISH`: sends a message to the subscribers of a channel.
    @inlinable
    public static func publish(
        _ channel: some RESPArgument, _ message: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.publish, channel, message)
    }

    /// `SPUBLISH`: sends a message to the subscribers of a shard's channel.
    @inlinable
    public static func spublish(
        _ channel: some RESPArgument, _ message: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.spublish, channel, message)
    }

    /// `PUBSUB CHANNELS`: returns the channels that have subscribers, those of patterns apart.
    @inlinable
    public static func pubsubChannels(
        matching pattern: String? = nil
    ) -> RedisCommand where Reply == [String] {
        RedisCommand(.pubsubChannels, pattern)
    }

    /// `PUBSUB NUMSUB`: returns how many subscribers channels have, those of patterns apart.
    @inlinable
    public static func pubsubNumsub<Channel: RESPEncodable>(
        _ channels: Channel...
    ) -> RedisCommand where Reply == [String: Int] {
        RedisCommand(.pubsubNumsub, ArgumentList(channels))
    }

    /// `PUBSUB NUMPAT`: returns how many patterns clients are subscribed to.
    @inlinable
    public static func pubsubNumpat() -> RedisCommand where Reply == Int {
        RedisCommand(.pubsubNumpat)
    }

    /// `PUBSUB SHARDCHANNELS`: returns the shard's channels that have subscribers.
    @inlinable
    public static func pubsubShardchannels(
        matching pattern: String? = nil
    ) -> RedisCommand where Reply == [String] {
        RedisCommand(.pubsubShardchannels, pattern)
    }

    /// `PUBSUB SHARDNUMSUB`: returns how many subscribers channels of the shard have.
    @inlinable
    public static func pubsubShardnumsub<Channel: RESPEncodable>(
        _ channels: Channel...
    ) -> RedisCommand where Reply == [String: Int] {
        RedisCommand(.pubsubShardnumsub, ArgumentList(channels))
    }
}

// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Describes the connection that the command goes over.
    @inlinable
    public func clientInfo() async throws -> RedisClientInfo {
        try await send(.clientInfo())
    }

    /// Describes all connections to the server, or those of a filter.
    @inlinable
    public func clientList(
        _ filter: [RedisClientFilter] = []
    ) async throws -> RedisClientList {
        try await send(.clientList(filter))
    }

    /// Closes the connections that match all filters, the one that the command goes over apart.
    ///
    /// - Returns: How many were closed.
    @inlinable @discardableResult
    public func clientKill(
        _ filter: [RedisClientFilter]
    ) async throws -> Int {
        try await send(.clientKill(filter))
    }

    /// Returns the ID of the connection that tracked keys are reported to; 0 for the own one, -1 for none.
    @inlinable
    public func clientGetredir() async throws -> Int {
        try await send(.clientGetredir())
    }

    /// Describes the tracking of keys on the connection that the command goes over.
    @inlinable
    public func clientTrackinginfo() async throws -> [String: RESPValue] {
        try await send(.clientTrackinginfo())
    }

    /// Sets whether the server reports changes of keys; only on a leased connection.
    @inlinable
    public func clientTracking(
        _ isOn: Bool, redirectedTo connection: Int? = nil, prefixes: [String] = [], broadcasting: Bool = false,
        optIn: Bool = false, optOut: Bool = false, omittingOwn: Bool = false
    ) async throws {
        try await send(
            .clientTracking(
                isOn, redirectedTo: connection, prefixes: prefixes, broadcasting: broadcasting, optIn: optIn,
                optOut: optOut, omittingOwn: omittingOwn))
    }

    /// Sets whether the keys of the next command are tracked; only on a leased connection.
    @inlinable
    public func clientCaching(
        _ isOn: Bool
    ) async throws {
        try await send(.clientCaching(isOn))
    }

    /// Sets whether the connection is exempt from eviction; only on a leased connection.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func clientNoEvict(
        _ isOn: Bool
    ) async throws {
        try await send(.clientNoEvict(isOn))
    }

    /// Sets whether commands leave the time of keys' last use as it is; only on a leased connection.
    ///
    /// Redis 7.2 or later.
    @inlinable
    public func clientNoTouch(
        _ isOn: Bool
    ) async throws {
        try await send(.clientNoTouch(isOn))
    }

    /// Sets the name or version of the library as the server lists it; only on a leased connection.
    ///
    /// Redis 7.2 or later.
    @inlinable
    public func clientSetinfo(
        _ attribute: RedisClientAttribute, _ value: String
    ) async throws {
        try await send(.clientSetinfo(attribute, value))
    }

    /// Makes the server hold back all commands, or those that write, for a time.
    @inlinable
    public func clientPause(
        for duration: Duration, _ mode: RedisPauseMode? = nil
    ) async throws {
        try await send(.clientPause(for: duration, mode))
    }

    /// Ends a pause.
    @inlinable
    public func clientUnpause() async throws {
        try await send(.clientUnpause())
    }

    /// Ends a blocking command of another connection, as if its time had run out or with an error.
    ///
    /// - Returns: Whether the connection was blocked.
    @inlinable @discardableResult
    public func clientUnblock(
        _ id: Int, _ mode: RedisUnblockMode? = nil
    ) async throws -> Bool {
        try await send(.clientUnblock(id, mode))
    }

    /// Sets whether the connection imports data, so that expired keys stay visible to it; only on a leased connection.
    ///
    /// Valkey 8.1 or later; Redis 8.0 does not have it.
    @inlinable
    public func clientImportSource(
        _ isOn: Bool
    ) async throws {
        try await send(.clientImportSource(isOn))
    }

    /// Tells the server what the client is capable of, such as `redirect`; only on a leased connection.
    ///
    /// Valkey 8.0 or later; Redis 8.0 does not have it.
    @inlinable
    public func clientCapa(
        _ capabilities: [String]
    ) async throws {
        try await send(.clientCapa(capabilities))
    }
}

extension RedisCommand {
    /// `CLIENT INFO`: describes the connection that the command goes over.
    @inlinable
    public static func clientInfo() -> RedisCommand where Reply == RedisClientInfo {
        RedisCommand(.clientInfo)
    }

    /// `CLIENT LIST`: describes all connections to the server, or those of a filter.
    @inlinable
    public static func clientList(
        _ filter: [RedisClientFilter] = []
    ) -> RedisCommand where Reply == RedisClientList {
        RedisCommand(.clientList, ArgumentList(filter))
    }

    /// `CLIENT KILL`: closes the connections that match all filters, the one that the command goes over apart.
    @inlinable
    public static func clientKill(
        _ filter: [RedisClientFilter]
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.clientKill, NonEmpty(filter))
    }

    /// `CLIENT GETREDIR`: returns the ID of the connection that tracked keys are reported to; 0 for the own one, -1 for none.
    @inlinable
    public static func clientGetredir() -> RedisCommand where Reply == Int {
        RedisCommand(.clientGetredir)
    }

    /// `CLIENT TRACKINGINFO`: describes the tracking of keys on the connection that the command goes over.
    @inlinable
    public static func clientTrackinginfo() -> RedisCommand where Reply == [String: RESPValue] {
        RedisCommand(.clientTrackinginfo)
    }

    /// `CLIENT TRACKING`: sets whether the server reports changes of keys; only on a leased connection.
    @inlinable
    public static func clientTracking(
        _ isOn: Bool, redirectedTo connection: Int? = nil, prefixes: [String] = [], broadcasting: Bool = false,
        optIn: Bool = false, optOut: Bool = false, omittingOwn: Bool = false
    ) -> RedisCommand where Reply == Void {
        RedisCommand(
            .clientTracking, isOn ? "ON" : "OFF", KeywordArgument("REDIRECT", connection), Repeated("PREFIX", prefixes),
            broadcasting ? "BCAST" : nil, optIn ? "OPTIN" : nil, optOut ? "OPTOUT" : nil, omittingOwn ? "NOLOOP" : nil)
    }

    /// `CLIENT CACHING`: sets whether the keys of the next command are tracked; only on a leased connection.
    @inlinable
    public static func clientCaching(
        _ isOn: Bool
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clientCaching, isOn ? "YES" : "NO")
    }

    /// `CLIENT NO-EVICT`: sets whether the connection is exempt from eviction; only on a leased connection.
    @inlinable
    public static func clientNoEvict(
        _ isOn: Bool
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clientNoEvict, isOn ? "ON" : "OFF")
    }

    /// `CLIENT NO-TOUCH`: sets whether commands leave the time of keys' last use as it is; only on a leased connection.
    @inlinable
    public static func clientNoTouch(
        _ isOn: Bool
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clientNoTouch, isOn ? "ON" : "OFF")
    }

    /// `CLIENT SETINFO`: sets the name or version of the library as the server lists it; only on a leased connection.
    @inlinable
    public static func clientSetinfo(
        _ attribute: RedisClientAttribute, _ value: String
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clientSetinfo, attribute, value)
    }

    /// `CLIENT PAUSE`: makes the server hold back all commands, or those that write, for a time.
    @inlinable
    public static func clientPause(
        for duration: Duration, _ mode: RedisPauseMode? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clientPause, WholeMilliseconds(duration), mode)
    }

    /// `CLIENT UNPAUSE`: ends a pause.
    @inlinable
    public static func clientUnpause() -> RedisCommand where Reply == Void {
        RedisCommand(.clientUnpause)
    }

    /// `CLIENT UNBLOCK`: ends a blocking command of another connection, as if its time had run out or with an error.
    @inlinable
    public static func clientUnblock(
        _ id: Int, _ mode: RedisUnblockMode? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.clientUnblock, id, mode)
    }

    /// `CLIENT IMPORT-SOURCE`: sets whether the connection imports data, so that expired keys stay visible to it; only on a leased connection.
    @inlinable
    public static func clientImportSource(
        _ isOn: Bool
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clientImportSource, isOn ? "ON" : "OFF")
    }

    /// `CLIENT CAPA`: tells the server what the client is capable of, such as `redirect`; only on a leased connection.
    @inlinable
    public static func clientCapa(
        _ capabilities: [String]
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.clientCapa, NonEmpty(capabilities))
    }
}

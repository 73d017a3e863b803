// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Adds a member at a position, or moves it there.
    ///
    /// - Returns: Whether the member is new.
    @inlinable @discardableResult
    public func geoadd(
        _ key: some RESPArgument, _ member: some RESPArgument, at position: RedisGeoPosition,
        condition: RedisGeoCondition? = nil
    ) async throws -> Bool {
        try await send(.geoadd(key, member, at: position, condition: condition))
    }

    /// Adds members at positions, or moves them there.
    ///
    /// - Returns: How many members are new; with `countingChanges`, how many are new or were moved.
    @inlinable @discardableResult
    public func geoadd<Member: RESPArgument & Hashable>(
        _ key: some RESPArgument, _ members: [Member: RedisGeoPosition], condition: RedisGeoCondition? = nil,
        countingChanges: Bool = false
    ) async throws -> Int {
        try await send(.geoadd(key, members, condition: condition, countingChanges: countingChanges))
    }

    /// Returns the distance between two members, or `nil` when one of them does not exist.
    @inlinable
    public func geodist(
        _ key: some RESPArgument, from: some RESPArgument, to: some RESPArgument, unit: RedisGeoUnit = .meters
    ) async throws -> Double? {
        try await send(.geodist(key, from: from, to: to, unit: unit))
    }

    /// Returns the geohashes of members, in their order; `nil` for a member that does not exist.
    @inlinable
    public func geohash<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) async throws -> [String?] {
        try await send(.geohash(key, ArgumentList(members)))
    }

    /// Returns the positions of members, in their order; `nil` for a member that does not exist.
    @inlinable
    public func geopos<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) async throws -> [RedisGeoPosition?] {
        try await send(.geopos(key, ArgumentList(members)))
    }

    /// Returns the members inside a shape around an origin.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - origin: The middle: a member or a position.
    ///   - shape: A circle or a box.
    ///   - order: The nearest or the farthest first; by default in no order.
    ///   - count: How many members at most; by default all.
    ///   - type: What to read a member as.
    @inlinable
    public func geosearch<Member: RESPDecodable>(
        _ key: some RESPArgument, from origin: RedisGeoOrigin, in shape: RedisGeoShape, order: RedisSortOrder? = nil,
        count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(.geosearch(key, from: origin, in: shape, order: order, count: count, as: type))
    }

    /// Returns the members inside a shape around an origin with their positions and distances.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - origin: The middle: a member or a position.
    ///   - shape: A circle or a box; its unit is that of the distances.
    ///   - order: The nearest or the farthest first; by default in no order.
    ///   - count: How many members at most; by default all.
    ///   - type: What to read a member as.
    @inlinable
    public func geosearch<Member: RESPDecodable>(
        _ key: some RESPArgument, from origin: RedisGeoOrigin, in shape: RedisGeoShape, order: RedisSortOrder? = nil,
        count: RedisGeoCount? = nil, matches type: Member.Type
    ) async throws -> [RedisGeoMatch<Member>] {
        try await send(.geosearch(key, from: origin, in: shape, order: order, count: count, matches: type))
    }

    /// Stores the members inside a shape around an origin under another key, whatever it held before.
    ///
    /// - Returns: How many members were stored.
    @inlinable @discardableResult
    public func geosearchstore(
        _ destination: some RESPArgument, of source: some RESPArgument, from origin: RedisGeoOrigin,
        in shape: RedisGeoShape, order: RedisSortOrder? = nil, count: RedisGeoCount? = nil,
        storingDistances: Bool = false
    ) async throws -> Int {
        try await send(
            .geosearchstore(
                destination, of: source, from: origin, in: shape, order: order, count: count,
                storingDistances: storingDistances))
    }

    /// Returns the members within a radius: an old name of one case of `geosearch` that may write, so that replicas refuse it.
    @inlinable
    public func georadius<Member: RESPDecodable>(
        _ key: some RESPArgument, around position: RedisGeoPosition, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(
            .georadius(key, around: position, radius: radius, unit: unit, order: order, count: count, as: type))
    }

    /// Stores the members within a radius: an old name of one case of `geosearchstore`.
    @inlinable @discardableResult
    public func georadius(
        _ key: some RESPArgument, around position: RedisGeoPosition, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, storingIn destination: some RESPArgument
    ) async throws -> Int {
        try await send(
            .georadius(
                key, around: position, radius: radius, unit: unit, order: order, count: count, storingIn: destination))
    }

    /// Returns the members within a radius: an old name of one case of `geosearch`.
    @inlinable
    public func georadiusRo<Member: RESPDecodable>(
        _ key: some RESPArgument, around position: RedisGeoPosition, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(
            .georadiusRo(key, around: position, radius: radius, unit: unit, order: order, count: count, as: type))
    }

    /// Returns the members within a radius of another: an old name of one case of `geosearch` that may write, so that
    /// replicas refuse it.
    @inlinable
    public func georadiusbymember<Member: RESPDecodable>(
        _ key: some RESPArgument, around member: some RESPArgument, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(
            .georadiusbymember(key, around: member, radius: radius, unit: unit, order: order, count: count, as: type))
    }

    /// Stores the members within a radius of another: an old name of one case of `geosearchstore`.
    @inlinable @discardableResult
    public func georadiusbymember(
        _ key: some RESPArgument, around member: some RESPArgument, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, storingIn destination: some RESPArgument
    ) async throws -> Int {
        try await send(
            .georadiusbymember(
                key, around: member, radius: radius, unit: unit, order: order, count: count, storingIn: destination))
    }

    /// Returns the members within a radius of another: an old name of one case of `geosearch`.
    @inlinable
    public func georadiusbymemberRo<Member: RESPDecodable>(
        _ key: some RESPArgument, around member: some RESPArgument, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) async throws -> [Member] {
        try await send(
            .georadiusbymemberRo(key, around: member, radius: radius, unit: unit, order: order, count: count, as: type))
    }
}

extension RedisCommand {
    /// `GEOADD`: adds a member at a position, or moves it there.
    @inlinable
    public static func geoadd(
        _ key: some RESPArgument, _ member: some RESPArgument, at position: RedisGeoPosition,
        condition: RedisGeoCondition? = nil
    ) -> RedisCommand where Reply == Bool {
        RedisCommand(.geoadd, key, condition, position, member)
    }

    /// `GEOADD`: adds members at positions, or moves them there.
    @inlinable
    public static func geoadd<Member: RESPArgument & Hashable>(
        _ key: some RESPArgument, _ members: [Member: RedisGeoPosition], condition: RedisGeoCondition? = nil,
        countingChanges: Bool = false
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.geoadd, key, condition, countingChanges ? "CH" : nil, GeoMembers(members))
    }

    /// `GEODIST`: returns the distance between two members, or `nil` when one of them does not exist.
    @inlinable
    public static func geodist(
        _ key: some RESPArgument, from: some RESPArgument, to: some RESPArgument, unit: RedisGeoUnit = .meters
    ) -> RedisCommand where Reply == Double? {
        RedisCommand(.geodist, key, from, to, unit)
    }

    /// `GEOHASH`: returns the geohashes of members, in their order; `nil` for a member that does not exist.
    @inlinable
    public static func geohash<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) -> RedisCommand where Reply == [String?] {
        RedisCommand(.geohash, key, ArgumentList(members))
    }

    /// `GEOPOS`: returns the positions of members, in their order; `nil` for a member that does not exist.
    @inlinable
    public static func geopos<Member: RESPEncodable>(
        _ key: some RESPArgument, _ members: Member...
    ) -> RedisCommand where Reply == [RedisGeoPosition?] {
        RedisCommand(.geopos, key, ArgumentList(members))
    }

    /// `GEOSEARCH`: returns the members inside a shape around an origin.
    @inlinable
    public static func geosearch<Member: RESPDecodable>(
        _ key: some RESPArgument, from origin: RedisGeoOrigin, in shape: RedisGeoShape, order: RedisSortOrder? = nil,
        count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.geosearch, key, origin, shape, order, count)
    }

    /// `GEOSEARCH`: returns the members inside a shape around an origin with their positions and distances.
    @inlinable
    public static func geosearch<Member: RESPDecodable>(
        _ key: some RESPArgument, from origin: RedisGeoOrigin, in shape: RedisGeoShape, order: RedisSortOrder? = nil,
        count: RedisGeoCount? = nil, matches type: Member.Type
    ) -> RedisCommand where Reply == [RedisGeoMatch<Member>] {
        RedisCommand(.geosearch, key, origin, shape, order, count, "WITHCOORD", "WITHDIST", "WITHHASH")
    }

    /// `GEOSEARCHSTORE`: stores the members inside a shape around an origin under another key, whatever it held before.
    @inlinable
    public static func geosearchstore(
        _ destination: some RESPArgument, of source: some RESPArgument, from origin: RedisGeoOrigin,
        in shape: RedisGeoShape, order: RedisSortOrder? = nil, count: RedisGeoCount? = nil,
        storingDistances: Bool = false
    ) -> RedisCommand where Reply == Int {
        RedisCommand(
            .geosearchstore, destination, source, origin, shape, order, count, storingDistances ? "STOREDIST" : nil)
    }

    /// `GEORADIUS`: returns the members within a radius: an old name of one case of `geosearch` that may write, so that replicas refuse it.
    @inlinable
    public static func georadius<Member: RESPDecodable>(
        _ key: some RESPArgument, around position: RedisGeoPosition, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.georadius, key, position, radius, unit, count, order)
    }

    /// `GEORADIUS`: stores the members within a radius: an old name of one case of `geosearchstore`.
    @inlinable
    public static func georadius(
        _ key: some RESPArgument, around position: RedisGeoPosition, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, storingIn destination: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.georadius, key, position, radius, unit, count, order, "STORE", destination)
    }

    /// `GEORADIUS_RO`: returns the members within a radius: an old name of one case of `geosearch`.
    @inlinable
    public static func georadiusRo<Member: RESPDecodable>(
        _ key: some RESPArgument, around position: RedisGeoPosition, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.georadiusRo, key, position, radius, unit, count, order)
    }

    /// `GEORADIUSBYMEMBER`: returns the members within a radius of another: an old name of one case of `geosearch` that may write, so that
    /// replicas refuse it.
    @inlinable
    public static func georadiusbymember<Member: RESPDecodable>(
        _ key: some RESPArgument, around member: some RESPArgument, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.georadiusbymember, key, member, radius, unit, count, order)
    }

    /// `GEORADIUSBYMEMBER`: stores the members within a radius of another: an old name of one case of `geosearchstore`.
    @inlinable
    public static func georadiusbymember(
        _ key: some RESPArgument, around member: some RESPArgument, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, storingIn destination: some RESPArgument
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.georadiusbymember, key, member, radius, unit, count, order, "STORE", destination)
    }

    /// `GEORADIUSBYMEMBER_RO`: returns the members within a radius of another: an old name of one case of `geosearch`.
    @inlinable
    public static func georadiusbymemberRo<Member: RESPDecodable>(
        _ key: some RESPArgument, around member: some RESPArgument, radius: Double, unit: RedisGeoUnit = .meters,
        order: RedisSortOrder? = nil, count: RedisGeoCount? = nil, as type: Member.Type = Member.self
    ) -> RedisCommand where Reply == [Member] {
        RedisCommand(.georadiusbymemberRo, key, member, radius, unit, count, order)
    }
}

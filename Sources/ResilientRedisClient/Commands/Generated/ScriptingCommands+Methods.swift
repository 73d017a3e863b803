// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Runs a Lua script; ``RedisScript`` sends it only once.
    ///
    /// A script that fails may have written something before: the error's outcome says so.
    @inlinable @discardableResult
    public func eval<Key: RESPEncodable, Argument: RESPEncodable, Value: RESPDecodable>(
        _ script: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.eval(script, keys: keys, arguments: arguments, as: type))
    }

    /// Runs a Lua script that changes nothing, so that replicas run it and the client may send it again.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func evalRo<Key: RESPEncodable, Argument: RESPEncodable, Value: RESPDecodable>(
        _ script: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.evalRo(script, keys: keys, arguments: arguments, as: type))
    }

    /// Runs the loaded Lua script of a SHA-1 digest; the server answers `NOSCRIPT` when it does not have it.
    @inlinable @discardableResult
    public func evalsha<Key: RESPEncodable, Argument: RESPEncodable, Value: RESPDecodable>(
        _ digest: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.evalsha(digest, keys: keys, arguments: arguments, as: type))
    }

    /// Runs the loaded Lua script of a SHA-1 digest, which changes nothing.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func evalshaRo<Key: RESPEncodable, Argument: RESPEncodable, Value: RESPDecodable>(
        _ digest: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.evalshaRo(digest, keys: keys, arguments: arguments, as: type))
    }

    /// Calls a function of a library.
    ///
    /// Redis 7.0 or later.
    @inlinable @discardableResult
    public func fcall<Key: RESPEncodable, Argument: RESPEncodable, Value: RESPDecodable>(
        _ function: String, keys: [Key] = [String](), arguments: [Argument] = [String](),
        as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.fcall(function, keys: keys, arguments: arguments, as: type))
    }

    /// Calls a function of a library that changes nothing, so that replicas run it and the client may send it again.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func fcallRo<Key: RESPEncodable, Argument: RESPEncodable, Value: RESPDecodable>(
        _ function: String, keys: [Key] = [String](), arguments: [Argument] = [String](),
        as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.fcallRo(function, keys: keys, arguments: arguments, as: type))
    }

    /// Loads a Lua script without running it.
    ///
    /// - Returns: Its SHA-1 digest.
    @inlinable @discardableResult
    public func scriptLoad(
        _ script: String
    ) async throws -> String {
        try await send(.scriptLoad(script))
    }

    /// Returns whether the server has the scripts of SHA-1 digests, in their order.
    @inlinable
    public func scriptExists(
        _ digests: [String]
    ) async throws -> [Bool] {
        try await send(.scriptExists(digests))
    }

    /// Removes all loaded scripts.
    @inlinable
    public func scriptFlush(
        _ mode: RedisFlushMode? = nil
    ) async throws {
        try await send(.scriptFlush(mode))
    }

    /// Ends the script that runs, unless it has written something.
    @inlinable
    public func scriptKill() async throws {
        try await send(.scriptKill())
    }

    /// Returns the loaded script of a SHA-1 digest.
    ///
    /// Valkey 8.0 or later; Redis 8.0 does not have it.
    @inlinable
    public func scriptShow<Value: RESPDecodable>(
        _ digest: String, as type: Value.Type = Value.self
    ) async throws -> Value {
        try await send(.scriptShow(digest, as: type))
    }

    /// Loads a library of functions.
    ///
    /// Redis 7.0 or later.
    ///
    /// - Returns: The library's name.
    @inlinable @discardableResult
    public func functionLoad(
        _ code: String, replacing: Bool = false
    ) async throws -> String {
        try await send(.functionLoad(code, replacing: replacing))
    }

    /// Deletes a library of functions.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func functionDelete(
        _ library: String
    ) async throws {
        try await send(.functionDelete(library))
    }

    /// Describes the loaded libraries of functions, one dictionary each.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func functionList(
        matching pattern: String? = nil, withCode: Bool = false
    ) async throws -> [[String: RESPValue]] {
        try await send(.functionList(matching: pattern, withCode: withCode))
    }

    /// Returns all libraries of functions in the server's own serialised form.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func functionDump() async throws -> [UInt8] {
        try await send(.functionDump())
    }

    /// Loads libraries in the form that ``functionDump()`` returned.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func functionRestore(
        _ serialized: some RESPArgument, policy: RedisFunctionRestorePolicy? = nil
    ) async throws {
        try await send(.functionRestore(serialized, policy: policy))
    }

    /// Deletes all libraries of functions.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func functionFlush(
        _ mode: RedisFlushMode? = nil
    ) async throws {
        try await send(.functionFlush(mode))
    }

    /// Ends the function that runs, unless it has written something.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func functionKill() async throws {
        try await send(.functionKill())
    }

    /// Describes the function that runs and the engines that there are.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func functionStats() async throws -> [String: RESPValue] {
        try await send(.functionStats())
    }
}

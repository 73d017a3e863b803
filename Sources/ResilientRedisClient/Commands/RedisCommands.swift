/// Something that runs commands: a ``RedisClient`` or a connection leased from it.
///
/// All typed commands are methods of this protocol, so that they read the same on both. Each is there a second time as
/// a value of ``RedisCommand``, for pipelines and transactions:
///
/// ```swift
/// let name: String? = try await redis.get("name")
/// let (visits, last) = try await redis.pipeline(.incr("visits"), .get("last", as: String.self))
/// ```
///
/// They are named like the server's commands in lower case, the words of a subcommand joined (`CONFIG GET` is
/// `configGet`), and work with Redis 6.2 or later unless they say otherwise. What holds for all of them:
///
/// - An option that changes what the reply is takes the type to read it as: `set(…, returningOld: String.self)`,
///   `zrange(…, withScores: String.self)`. What has no command of its own, such as `scanAll`, has a Swift name.
/// - `expiresIn:` and `expiresAt:` say when a key expires, `timeout:` how long a call may take.
/// - Keys, fields, members and values are any ``RESPArgument``; replies are read as any ``RESPDecodable``. Where the type
///   does not follow from the context, `as:` names it.
/// - A parameter that takes any number of keys or values takes a list of them as well: `del("a", "b")`, `del(keys)`. The
///   client refuses an empty list, and a negative number where only a count makes sense, before it sends anything.
/// - Durations are sent as whole milliseconds, rounded up. No duration traps; the server refuses what it cannot use.
/// - They throw ``RedisError``: of the code ``RedisError/Code/server`` when the key holds another kind of value
///   (`WRONGTYPE`), of ``RedisError/Code/decoding`` when the reply cannot be read as the type asked for; and
///   `CancellationError` when the task was cancelled.
public protocol RedisCommands {
    /// Runs one command and returns its decoded reply.
    ///
    /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
    func send<Reply>(_ command: RedisCommand<Reply>) async throws -> Reply
}

extension RedisCommands {
    /// Runs any command by name and reads the reply as the type asked for.
    ///
    /// ```swift
    /// let encoding: String = try await redis.send("OBJECT", "ENCODING", "visits")
    /// ```
    ///
    /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
    public func send<Reply: RESPDecodable>(
        _ name: String, _ arguments: any RESPEncodable..., as type: Reply.Type = Reply.self
    ) async throws -> Reply {
        try await send(RedisCommand<Reply>(name, arguments: arguments))
    }
}

/// Something that runs commands: a ``RedisClient`` or a connection leased from it.
///
/// All typed commands are methods of this protocol, so that they read the same on both.
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

/// A Lua script that is sent to a server once and called by its digest from then on.
///
/// ```swift
/// static let raise = RedisScript(
///     "local best = tonumber(redis.call('GET', KEYS[1]) or ARGV[1]) …", isReadOnly: false)
/// let best = try await redis.run(raise, keys: ["best"], arguments: [17], as: Int.self)
/// ```
public struct RedisScript: Sendable, Hashable {
    /// The script.
    public let source: String
    /// The SHA-1 digest that the server knows the script by, in hexadecimal digits.
    public let digest: String
    /// Whether the script changes nothing: replicas run it, and the client may send it again after a lost connection
    /// (Redis 7.0 or later).
    public let isReadOnly: Bool

    /// Makes a script.
    ///
    /// - Parameters:
    ///   - source: The script in Lua.
    ///   - isReadOnly: Whether it changes nothing; the server refuses it when it does all the same.
    public init(_ source: String, isReadOnly: Bool = false) {
        self.source = source
        self.isReadOnly = isReadOnly
        digest = SHA1(Array(source.utf8)).hexadecimal
    }
}

extension RedisCommands {
    /// Runs a script.
    ///
    /// The client sends the script's digest first, and the script itself when the server does not have it (`NOSCRIPT`),
    /// which a server does after a restart or `SCRIPT FLUSH`. In pipelines and transactions use ``RedisCommand/eval(_:keys:arguments:as:)``.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - keys: All keys that it uses.
    ///   - arguments: Its other arguments.
    ///   - type: What to read its result as.
    /// - Throws: ``RedisError``; a script that fails may have written something before, as the error's outcome says.
    @inlinable @discardableResult
    public func run<Key: RESPEncodable, Argument: RESPEncodable, Value: RESPDecodable>(
        _ script: RedisScript, keys: [Key] = [String](), arguments: [Argument] = [String](),
        as type: Value.Type = Value.self
    ) async throws -> Value {
        do {
            let command: RedisCommand<Value> =
                script.isReadOnly
                ? .evalshaRo(script.digest, keys: keys, arguments: arguments, as: type)
                : .evalsha(script.digest, keys: keys, arguments: arguments, as: type)
            return try await send(command)
        } catch let error as RedisError where error.code == .server && error.reply?.name == "NOSCRIPT" {
            // The server refused it without effect.
            let command: RedisCommand<Value> =
                script.isReadOnly
                ? .evalRo(script.source, keys: keys, arguments: arguments, as: type)
                : .eval(script.source, keys: keys, arguments: arguments, as: type)
            return try await send(command)
        }
    }
}

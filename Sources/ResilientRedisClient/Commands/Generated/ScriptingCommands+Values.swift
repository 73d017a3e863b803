// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommand {
    /// `EVAL`: runs a Lua script; ``RedisScript`` sends it only once.
    @inlinable
    public static func eval<Key: RESPEncodable, Argument: RESPEncodable>(
        _ script: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.eval, script, keys.count, ArgumentList(keys), ArgumentList(arguments))
    }

    /// `EVAL_RO`: runs a Lua script that changes nothing, so that replicas run it and the client may send it again.
    @inlinable
    public static func evalRo<Key: RESPEncodable, Argument: RESPEncodable>(
        _ script: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.evalRo, script, keys.count, ArgumentList(keys), ArgumentList(arguments))
    }

    /// `EVALSHA`: runs the loaded Lua script of a SHA-1 digest; the server answers `NOSCRIPT` when it does not have it.
    @inlinable
    public static func evalsha<Key: RESPEncodable, Argument: RESPEncodable>(
        _ digest: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.evalsha, digest, keys.count, ArgumentList(keys), ArgumentList(arguments))
    }

    /// `EVALSHA_RO`: runs the loaded Lua script of a SHA-1 digest, which changes nothing.
    @inlinable
    public static func evalshaRo<Key: RESPEncodable, Argument: RESPEncodable>(
        _ digest: String, keys: [Key] = [String](), arguments: [Argument] = [String](), as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.evalshaRo, digest, keys.count, ArgumentList(keys), ArgumentList(arguments))
    }

    /// `FCALL`: calls a function of a library.
    @inlinable
    public static func fcall<Key: RESPEncodable, Argument: RESPEncodable>(
        _ function: String, keys: [Key] = [String](), arguments: [Argument] = [String](),
        as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.fcall, function, keys.count, ArgumentList(keys), ArgumentList(arguments))
    }

    /// `FCALL_RO`: calls a function of a library that changes nothing, so that replicas run it and the client may send it again.
    @inlinable
    public static func fcallRo<Key: RESPEncodable, Argument: RESPEncodable>(
        _ function: String, keys: [Key] = [String](), arguments: [Argument] = [String](),
        as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.fcallRo, function, keys.count, ArgumentList(keys), ArgumentList(arguments))
    }

    /// `SCRIPT LOAD`: loads a Lua script without running it.
    @inlinable
    public static func scriptLoad(
        _ script: String
    ) -> RedisCommand where Reply == String {
        RedisCommand(.scriptLoad, script)
    }

    /// `SCRIPT EXISTS`: returns whether the server has the scripts of SHA-1 digests, in their order.
    @inlinable
    public static func scriptExists(
        _ digests: [String]
    ) -> RedisCommand where Reply == [Bool] {
        RedisCommand(.scriptExists, NonEmpty(digests))
    }

    /// `SCRIPT FLUSH`: removes all loaded scripts.
    @inlinable
    public static func scriptFlush(
        _ mode: RedisFlushMode? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.scriptFlush, mode)
    }

    /// `SCRIPT KILL`: ends the script that runs, unless it has written something.
    @inlinable
    public static func scriptKill() -> RedisCommand where Reply == Void {
        RedisCommand(.scriptKill)
    }

    /// `SCRIPT SHOW`: returns the loaded script of a SHA-1 digest.
    @inlinable
    public static func scriptShow(
        _ digest: String, as type: Reply.Type = Reply.self
    ) -> RedisCommand where Reply: RESPDecodable {
        RedisCommand(.scriptShow, digest)
    }

    /// `FUNCTION LOAD`: loads a library of functions.
    @inlinable
    public static func functionLoad(
        _ code: String, replacing: Bool = false
    ) -> RedisCommand where Reply == String {
        RedisCommand(.functionLoad, replacing ? "REPLACE" : nil, code)
    }

    /// `FUNCTION DELETE`: deletes a library of functions.
    @inlinable
    public static func functionDelete(
        _ library: String
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.functionDelete, library)
    }

    /// `FUNCTION LIST`: describes the loaded libraries of functions, one dictionary each.
    @inlinable
    public static func functionList(
        matching pattern: String? = nil, withCode: Bool = false
    ) -> RedisCommand where Reply == [[String: RESPValue]] {
        RedisCommand(.functionList, KeywordArgument("LIBRARYNAME", pattern), withCode ? "WITHCODE" : nil)
    }

    /// `FUNCTION DUMP`: returns all libraries of functions in the server's own serialised form.
    @inlinable
    public static func functionDump() -> RedisCommand where Reply == [UInt8] {
        RedisCommand(.functionDump)
    }

    /// `FUNCTION RESTORE`: loads libraries in the form that ``functionDump()`` returned.
    @inlinable
    public static func functionRestore(
        _ serialized: some RESPArgument, policy: RedisFunctionRestorePolicy? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.functionRestore, serialized, policy)
    }

    /// `FUNCTION FLUSH`: deletes all libraries of functions.
    @inlinable
    public static func functionFlush(
        _ mode: RedisFlushMode? = nil
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.functionFlush, mode)
    }

    /// `FUNCTION KILL`: ends the function that runs, unless it has written something.
    @inlinable
    public static func functionKill() -> RedisCommand where Reply == Void {
        RedisCommand(.functionKill)
    }

    /// `FUNCTION STATS`: describes the function that runs and the engines that there are.
    @inlinable
    public static func functionStats() -> RedisCommand where Reply == [String: RESPValue] {
        RedisCommand(.functionStats)
    }
}

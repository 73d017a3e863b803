public import FoundationEssentials

extension RedisCommands {
    /// Returns how many keys the database has.
    @inlinable public func dbsize() async throws -> Int { try await send(.dbsize()) }

    /// Returns the server's clock, precise to the microsecond.
    @inlinable public func time() async throws -> Date { try await send(.time()) }

    /// Returns what the server tells about itself.
    ///
    /// - Parameter section: One section, such as `memory`; by default the usual ones.
    @inlinable
    public func info(_ section: String? = nil) async throws -> RedisServerInfo { try await send(.info(section)) }

    /// Returns when the server last saved its data to disk.
    @inlinable public func lastsave() async throws -> Date { try await send(.lastsave()) }

    /// Returns how many bytes a key takes, or `nil` when there is no such key.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - samples: How many elements of a large value to look at for an estimate; 0 means all, the server takes 5 by
    ///     default.
    @inlinable
    public func memoryUsage(_ key: some RESPArgument, samples: Int? = nil) async throws -> Int? {
        try await send(.memoryUsage(key, samples: samples))
    }

    /// Returns the server's settings whose names match glob-style patterns.
    ///
    /// ```swift
    /// let limit = try await redis.configGet("maxmemory")["maxmemory"]
    /// ```
    @inlinable
    public func configGet(_ patterns: String...) async throws -> [String: String] {
        try await send(.configGet(ArgumentList(patterns)))
    }

    /// Changes one of the server's settings until it is restarted.
    ///
    /// - Throws: ``RedisError/Code/server`` when there is no such setting or it does not take the value.
    @inlinable
    public func configSet(_ name: String, _ value: some RESPArgument) async throws {
        try await send(.configSet(name, value))
    }

    /// Deletes all keys of the database.
    ///
    /// - Parameter mode: How memory is freed; by default as the server is set up.
    @inlinable public func flushdb(_ mode: RedisFlushMode? = nil) async throws { try await send(.flushdb(mode)) }

    /// Deletes all keys of all databases.
    ///
    /// - Parameter mode: How memory is freed; by default as the server is set up.
    @inlinable public func flushall(_ mode: RedisFlushMode? = nil) async throws { try await send(.flushall(mode)) }
}

extension RedisCommand {
    /// `DBSIZE`: how many keys the database has.
    @inlinable public static func dbsize() -> RedisCommand where Reply == Int { RedisCommand(.dbsize) }

    /// `TIME`: the server's clock.
    @inlinable
    public static func time() -> RedisCommand where Reply == Date {
        RedisCommand(.time) { value in
            let parts = try [Int](resp: value)
            guard parts.count == 2 else { throw RESPDecodingError(expected: Date.self, received: value) }
            return Date(timeIntervalSince1970: Double(parts[0]) + Double(parts[1]) / 1_000_000)
        }
    }

    /// `INFO`: what the server tells about itself.
    @inlinable
    public static func info(_ section: String? = nil) -> RedisCommand where Reply == RedisServerInfo {
        RedisCommand(.info, section)
    }

    /// `LASTSAVE`: when the server last saved its data to disk.
    @inlinable
    public static func lastsave() -> RedisCommand where Reply == Date {
        RedisCommand(.lastsave) { Date(timeIntervalSince1970: try Double(resp: $0)) }
    }

    /// `MEMORY USAGE`: how many bytes a key takes, or `nil`.
    @inlinable
    public static func memoryUsage(_ key: some RESPArgument, samples: Int? = nil) -> RedisCommand where Reply == Int? {
        RedisCommand(.memoryUsage, key, KeywordArgument("SAMPLES", samples))
    }

    /// `CONFIG GET`: the settings whose names match patterns.
    @inlinable
    public static func configGet<Pattern: RESPEncodable>(
        _ patterns: Pattern...
    ) -> RedisCommand where Reply == [String: String] {
        RedisCommand(.configGet, ArgumentList(patterns))
    }

    /// `CONFIG SET`: changes a setting until the server is restarted.
    @inlinable
    public static func configSet(_ name: String, _ value: some RESPArgument) -> RedisCommand where Reply == Void {
        RedisCommand(.configSet, name, value)
    }

    /// `FLUSHDB`: deletes all keys of the database.
    @inlinable
    public static func flushdb(_ mode: RedisFlushMode? = nil) -> RedisCommand where Reply == Void {
        RedisCommand(.flushdb, mode)
    }

    /// `FLUSHALL`: deletes all keys of all databases.
    @inlinable
    public static func flushall(_ mode: RedisFlushMode? = nil) -> RedisCommand where Reply == Void {
        RedisCommand(.flushall, mode)
    }
}

/// The server's description of itself (`INFO`): fields and their values, in sections.
///
/// ```swift
/// let version = try await redis.info()["redis_version"]
/// ```
public struct RedisServerInfo: Sendable, Hashable, RESPDecodable {
    /// The server's own text: lines of `field:value`, each section under a line such as `# Memory`.
    public let text: String

    /// The fields and their values.
    public let fields: [String: String]

    /// Makes the information from the server's text.
    public init(text: String) {
        self.text = text
        var fields: [String: String] = [:]
        // Byte by byte: a path may hold what Unicode takes for the end of a line, or begin with a combining mark.
        let lines = text.utf8.split { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }
        for line in lines where line.first != UInt8(ascii: "#") {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            fields[String(Substring(line[..<colon]))] = String(Substring(line[line.index(after: colon)...]))
        }
        self.fields = fields
    }

    /// Reads the server's text.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        self.init(text: try String(resp: value))
    }

    /// Returns the value of a field, or `nil` when the server does not have it.
    public subscript(field: String) -> String? { fields[field] }
}

/// How the server frees the memory of what it deletes.
public struct RedisFlushMode: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Before the reply; the server serves no other client meanwhile.
    public static let sync = RedisFlushMode("SYNC")
    /// In the background.
    public static let async = RedisFlushMode("ASYNC")

    /// Appends the mode's word.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

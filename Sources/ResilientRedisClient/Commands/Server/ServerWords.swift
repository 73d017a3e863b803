/// What clears a log.
public struct RedisLogReset: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// All entries are removed.
    public static let reset = RedisLogReset("RESET")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// The absence of a primary.
public struct RedisNoPrimary: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// The server becomes a primary.
    public static let noOne = RedisNoPrimary("NO ONE")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) {
        for part in word.split(separator: " ") { encoder.append(String(part)) }
    }
}

/// What ends an operation that has begun.
public struct RedisAbort: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// The operation ends.
    public static let abort = RedisAbort("ABORT")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// Which commands a pause holds back.
public struct RedisPauseMode: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// All commands, which is the default.
    public static let all = RedisPauseMode("ALL")
    /// Commands that write.
    public static let writes = RedisPauseMode("WRITE")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// How a blocking command of another connection ends.
public struct RedisUnblockMode: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// As if its time had run out, which is the default.
    public static let timeout = RedisUnblockMode("TIMEOUT")
    /// With the error `UNBLOCKED`.
    public static let error = RedisUnblockMode("ERROR")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// What a client tells of its library.
public struct RedisClientAttribute: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// The name.
    public static let libraryName = RedisClientAttribute("LIB-NAME")
    /// The version.
    public static let libraryVersion = RedisClientAttribute("LIB-VER")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// What becomes of the libraries that are there when others are loaded.
public struct RedisFunctionRestorePolicy: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// They stay; the same name twice is an error, which is the default.
    public static let append = RedisFunctionRestorePolicy("APPEND")
    /// They are deleted.
    public static let flush = RedisFunctionRestorePolicy("FLUSH")
    /// They stay unless another has the same name.
    public static let replace = RedisFunctionRestorePolicy("REPLACE")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// How a replica takes over.
public struct RedisClusterFailoverMode: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Without the help of its primary.
    public static let force = RedisClusterFailoverMode("FORCE")
    /// Without the help of the cluster.
    public static let takeover = RedisClusterFailoverMode("TAKEOVER")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// How much a node forgets.
public struct RedisClusterResetMode: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// It keeps its ID and epochs, which is the default.
    public static let soft = RedisClusterResetMode("SOFT")
    /// It gets a new ID as well.
    public static let hard = RedisClusterResetMode("HARD")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// A log of Valkey.
public struct RedisCommandLog: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Slow commands.
    public static let slow = RedisCommandLog("slow")
    /// Commands of many bytes.
    public static let largeRequest = RedisCommandLog("large-request")
    /// Commands with replies of many bytes.
    public static let largeReply = RedisCommandLog("large-reply")

    /// Appends the word that the server has for it.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

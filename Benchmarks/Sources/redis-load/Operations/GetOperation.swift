import ResilientRedisClient

/// Reads a value as text.
struct GetOperation: LoadOperation {
    let redis: RedisClient
    let key: String
    let valueBytes: Int

    /// Stores the value first.
    init(_ redis: RedisClient, valueBytes: Int) async throws {
        self.init(redis, key: "bench:\(valueBytes)", valueBytes: valueBytes)
        try await redis.set(key, text(of: valueBytes))
    }

    /// Reads what somebody else stored.
    init(_ redis: RedisClient, key: String, valueBytes: Int) {
        self.redis = redis
        self.key = key
        self.valueBytes = valueBytes
    }

    func perform() async throws {
        let value = try await redis.get(key, as: String.self)
        guard value?.utf8.count == valueBytes else {
            throw UnexpectedAnswer(description: "GET gave \(value?.utf8.count ?? 0) bytes instead of \(valueBytes)")
        }
    }
}

/// Reads a value as bytes.
struct GetBytesOperation: LoadOperation {
    let redis: RedisClient
    let key: String
    let valueBytes: Int

    /// Stores the value first.
    init(_ redis: RedisClient, valueBytes: Int) async throws {
        self.init(redis, key: "bench:\(valueBytes)", valueBytes: valueBytes)
        try await redis.set(key, text(of: valueBytes))
    }

    /// Reads what somebody else stored.
    init(_ redis: RedisClient, key: String, valueBytes: Int) {
        self.redis = redis
        self.key = key
        self.valueBytes = valueBytes
    }

    func perform() async throws {
        let value = try await redis.get(key, as: [UInt8].self)
        guard value?.count == valueBytes else {
            throw UnexpectedAnswer(description: "GET gave \(value?.count ?? 0) bytes instead of \(valueBytes)")
        }
    }
}

/// A text of the given length. Not all the same letter, so that nothing can take a short cut.
func text(of bytes: Int) -> String {
    String(decoding: (0..<bytes).map { UInt8(ascii: "a") + UInt8($0 % 26) }, as: UTF8.self)
}

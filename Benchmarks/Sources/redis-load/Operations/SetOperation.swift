import ResilientRedisClient

/// Stores a text.
struct SetOperation: LoadOperation {
    let redis: RedisClient
    let key: String
    let value: String

    init(_ redis: RedisClient, valueBytes: Int) {
        self.redis = redis
        key = "bench:set:\(valueBytes)"
        value = text(of: valueBytes)
    }

    func perform() async throws {
        try await redis.set(key, value)
    }
}

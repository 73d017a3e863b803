import FoundationEssentials
import ResilientRedisClient

/// Reads what a cache has stored, without the cache, and decodes the value.
struct GetDecodedOperation: LoadOperation {
    let redis: RedisClient
    let key: String
    let valueBytes: Int
    private let decoder = JSONDecoder()

    /// What a cache puts before a value without tags.
    private static let headerBytes = 48

    init(redis: RedisClient, key: String, valueBytes: Int) {
        self.redis = redis
        self.key = key
        self.valueBytes = valueBytes
    }

    func perform() async throws {
        guard let value = try await redis.get(key, as: Data.self), value.count == valueBytes else {
            throw UnexpectedAnswer(description: "GET gave another value than the cache has stored")
        }
        let user = try decoder.decode(CachedHitOperation.User.self, from: value.dropFirst(Self.headerBytes))
        guard user.id == CachedHitOperation.firstID else {
            throw UnexpectedAnswer(description: "GET gave another value")
        }
    }
}

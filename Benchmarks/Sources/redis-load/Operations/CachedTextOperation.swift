import ResilientRedisCache
import ResilientRedisClient

/// A cached call whose value, a text, is there: what the cache adds to a GET, with a value that takes little to decode.
struct CachedTextOperation: LoadOperation {
    private let cache: RedisCache
    private let key: String
    private let valueBytes: Int

    /// Stores the value first.
    init(_ redis: RedisClient, valueBytes: Int) async throws {
        self.valueBytes = valueBytes
        cache = try RedisCache(redis, namespace: "bench")
        key = "text:\(valueBytes)"
        await cache.invalidate(key)
        _ = await cache.nonsending.cached(key: key) { text(of: valueBytes) }
        guard try await redis.exists("bench:" + key) == 1 else {
            throw UnexpectedAnswer(description: "the cache stored nothing")
        }
    }

    func perform() async throws {
        let value = try await cache.nonsending.cached(key: key) { () async throws -> String in
            throw UnexpectedAnswer(description: "the cache asked for a value that it has")
        }
        guard value.utf8.count == valueBytes else {
            throw UnexpectedAnswer(description: "the cache gave \(value.utf8.count) bytes instead of \(valueBytes)")
        }
    }
}

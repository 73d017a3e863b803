import ResilientRedisCache
import ResilientRedisClient

/// A cached call while the circuit breaker is open, with a source that costs nothing: what an outage adds to a source.
struct CachedRefusedOperation: LoadOperation {
    let cache: RedisCache

    /// Makes the client notice the outage first.
    init(_ redis: RedisClient) async throws {
        _ = try await RefusedOperation(redis)
        cache = try RedisCache(redis, namespace: "bench")
    }

    func perform() async throws {
        let value = await cache.nonsending.cached(key: "user") { 4711 }
        guard value == 4711 else { throw UnexpectedAnswer(description: "the cache gave another value") }
    }
}

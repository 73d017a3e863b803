import ResilientRedis

/// A cached call while Redis is away. Must be given a client of a server that is not there.
struct CachedInOutageOperation: LoadOperation {
    let cache: RedisCache

    /// Makes the client notice the outage first.
    init(_ redis: RedisClient) async throws {
        _ = try await RefusedOperation(redis)
        cache = try RedisCache(redis, namespace: "bench")
    }

    var sampling: Int { 64 }

    func perform() async throws {
        let value = await cache.cached(key: "outage") { 4711 }
        guard value == 4711 else { throw UnexpectedAnswer(description: "not the source's value") }
    }
}

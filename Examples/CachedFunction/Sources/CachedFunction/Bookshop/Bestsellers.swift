import ResilientRedis

/// A cached method of a structure. The cache is one of its properties.
///
/// Which arguments the list depends on, the key knows by itself.
struct Bestsellers: Sendable {
    let database: BookDatabase
    let cache: RedisCache

    @cached(ttl: .seconds(300), in: \Bestsellers.cache)
    func top(_ count: Int, of genre: Genre) async throws -> [Book] {
        try await database.bestsellers(genre, count: count)
    }

    /// Sells books, after which the list may be another one: `topCacheKey` is what `@cached` has made beside `top`.
    func sell(_ title: String, of genre: Genre, count: Int) async throws -> RedisCache.Invalidation {
        try await database.sell(title, count: count)
        return await cache.invalidate(topCacheKey(3, of: genre))
    }
}

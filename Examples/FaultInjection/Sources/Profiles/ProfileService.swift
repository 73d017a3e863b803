import ResilientRedisCache
import ResilientRedisClient

/// An imaginary service: profiles from a slow source, cached in Redis, and a count of their visits.
public struct ProfileService: Sendable {
    private let redis: RedisClient
    private let cache: RedisCache
    private let source: any ProfileSource

    /// Makes the service.
    public init(redis: RedisClient, source: any ProfileSource) throws {
        self.redis = redis
        self.source = source
        cache = try RedisCache(redis, namespace: "profiles", ttl: .seconds(60))
    }

    /// A page must be shown whether Redis is available or not.
    public func profile(_ id: Int) async throws -> Profile {
        try await cache.cached(key: "\(id)") { try await source.profile(id) }
    }

    /// Counts a visit and returns how many there were. A count that is not available is left out.
    public func visit(_ id: Int) async -> Int? {
        try? await redis.incr("visits:\(id)")
    }
}

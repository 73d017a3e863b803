import ResilientRedis

/// A call of a cached function whose value is there.
struct CachedHitOperation: LoadOperation {
    /// What a service keeps: small and made of a few fields.
    struct User: Codable, Sendable {
        var id = 4711
        var name = "Ada Lovelace"
        var email = "ada@example.com"
    }

    let redis: RedisClient
    let cache: RedisCache
    private let isInProcess: Bool
    /// The size of what the cache stores.
    let valueBytes: Int

    /// Stores the value first, and waits until it is kept in the process when that is asked for.
    init(_ redis: RedisClient, inProcess: RedisCache.InProcess? = nil) async throws {
        self.redis = redis
        isInProcess = inProcess != nil
        cache = try RedisCache(redis, namespace: "bench", inProcess: inProcess)
        let key = Self.userCacheKey(id: 4711).text
        await cache.invalidate(key)
        _ = await cache.cached(key: key) { User() }
        valueBytes = try await redis.strlen(Self.storedKey)
        guard valueBytes > 0 else { throw UnexpectedAnswer(description: "the cache stored nothing") }
        while isInProcess, cache.statistics.inProcessHits == 0 {
            try await perform()
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    var sampling: Int { isInProcess ? 64 : 1 }

    func perform() async throws {
        let user = try await user(id: 4711)
        guard user.id == 4711 else { throw UnexpectedAnswer(description: "the cache gave another value") }
    }

    /// What `@cached` makes of a function, written out so that the benchmarks need no swift-syntax.
    private func user(id: Int) async throws -> User {
        let key = Self.userCacheKey(id: id)
        return try await cache.cached(key: key, share: { RedisCache.shareable($0) }) { () async throws -> User in
            throw UnexpectedAnswer(description: "the cache asked for a value that it has")
        }
    }

    private static func userCacheKey(id: Int) -> RedisCacheKey {
        var key = RedisCacheKey("Benchmarks/CachedHitOperation.swift#CachedHitOperation.user(id:Int)->User")
        key.append(id)
        return key
    }

    /// A plain GET of the same bytes, and the decoding of the value in them.
    var plainGet: GetDecodedOperation {
        GetDecodedOperation(redis: redis, key: Self.storedKey, valueBytes: valueBytes)
    }

    /// A plain GET of the same bytes.
    var bytesOnly: GetBytesOperation { GetBytesOperation(redis, key: Self.storedKey, valueBytes: valueBytes) }

    /// As ``RedisCache/namespace`` says.
    private static var storedKey: String { "bench:" + userCacheKey(id: 4711).text }
}

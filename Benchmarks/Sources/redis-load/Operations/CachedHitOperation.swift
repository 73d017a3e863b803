import ResilientRedisCache
import ResilientRedisClient

/// A call of a cached function whose value is there.
struct CachedHitOperation: LoadOperation {
    /// What a service keeps: small and made of a few fields.
    struct User: Codable, Sendable {
        var id = firstID
        var name = "Ada Lovelace"
        var email = "ada@example.com"
    }

    let redis: RedisClient
    let cache: RedisCache
    private let isInProcess: Bool
    private let users: Int
    static let firstID = 1_000_000
    /// The size of what the cache stores.
    let valueBytes: Int

    /// Stores the values first, and waits until the only one is kept in the process when that is asked for.
    ///
    /// - Parameter users: How many values there are. Each call asks for one of them by chance.
    init(_ redis: RedisClient, users: Int = 1, inProcess: RedisCache.InProcess? = nil) async throws {
        self.redis = redis
        self.users = users
        isInProcess = inProcess != nil
        cache = try RedisCache(redis, namespace: "bench", inProcess: inProcess)
        for id in Self.firstID..<Self.firstID + users {
            let key = Self.userCacheKey(id: id).text
            await cache.invalidate(key)
            _ = await cache.nonsending.cached(key: key) { User(id: id) }
        }
        valueBytes = try await redis.strlen(Self.storedKey)
        guard valueBytes > 0 else { throw UnexpectedAnswer(description: "the cache stored nothing") }
        while isInProcess, cache.statistics.inProcessHits == 0 {
            try await perform()
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    var sampling: Int { isInProcess ? 64 : 1 }

    func perform() async throws {
        let id = Self.firstID + (users > 1 ? Int.random(in: 0..<users) : 0)
        let user = try await user(id: id)
        guard user.id == id else { throw UnexpectedAnswer(description: "the cache gave another value") }
    }

    /// What `@cached` makes of a function, written out so that the benchmarks need no swift-syntax.
    private func user(id: Int) async throws -> User {
        let key = Self.userCacheKey(id: id)
        return try await cache.nonsending.cached(key: key, share: { RedisCache.shareable($0) }) { () async throws -> User in
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
    private static var storedKey: String { "bench:" + userCacheKey(id: firstID).text }
}

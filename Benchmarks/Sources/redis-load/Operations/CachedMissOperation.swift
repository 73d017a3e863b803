import ResilientRedisCache
import ResilientRedisClient
import Synchronization

/// A cached call whose value is never there: a read, a load that costs nothing, and a write, each under a key of its own.
final class CachedMissOperation: LoadOperation {
    private let cache: RedisCache
    private let number = Atomic<Int>(Unused.first)

    init(_ redis: RedisClient) throws {
        cache = try RedisCache(redis, namespace: "bench", ttl: .seconds(10))
    }

    func perform() async throws {
        let number = number.wrappingAdd(1, ordering: .relaxed).newValue
        let value = await cache.nonsending.cached(key: "miss:\(number)") { number }
        guard value == number else { throw UnexpectedAnswer(description: "the cache gave another value") }
    }

    /// Every one of so many calls must have read and written: a call that Redis refuses, or does not answer, costs less.
    func verify(calls: Int) throws {
        let statistics = cache.statistics
        guard statistics.misses == calls, statistics.writes == calls else {
            throw UnexpectedAnswer(
                description: "of \(calls) calls \(statistics.misses) were misses and \(statistics.writes) wrote")
        }
    }
}

/// Numbers of this run, so that no key is found which an earlier run has left behind.
private enum Unused {
    static let first = Int.random(in: 1 << 40..<1 << 50)
}

/// The same by hand, with nothing that a cache does besides: what a miss costs at least.
final class GetSetOperation: LoadOperation {
    private let redis: RedisClient
    private let coder = JSONRedisCoder()
    private let number = Atomic<Int>(Unused.first)

    init(_ redis: RedisClient) {
        self.redis = redis
    }

    func perform() async throws {
        let number = number.wrappingAdd(1, ordering: .relaxed).newValue
        let key = "bench:by-hand:\(number)"
        guard try await redis.get(key, as: [UInt8].self) == nil else {
            throw UnexpectedAnswer(description: "there is a value already")
        }
        try await redis.set(key, try coder.encode(number), expiresIn: .seconds(10))
    }
}

import Foundation
import ResilientRedis

/// What a service without a cache layer would write: a GET, and JSON made into a value.
struct GetAndDecodeOperation: LoadOperation {
    let redis: RedisClient

    func prepare() async throws {
        try await redis.set(Self.key, try JSONEncoder().encode(CachedHitOperation.User()))
    }

    func perform() async throws {
        guard let data = try await redis.get(Self.key, as: Data.self),
            try JSONDecoder().decode(CachedHitOperation.User.self, from: data).id == 4711
        else { throw UnexpectedAnswer(description: "the value is not there") }
    }

    private static let key = "bench:json"
}

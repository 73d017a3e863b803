import ResilientRedisClient

/// A call that the open circuit breaker refuses. Must be given a client of a server that is not there.
struct RefusedOperation: LoadOperation {
    let redis: RedisClient

    /// Makes the client notice the outage first.
    init(_ redis: RedisClient) async throws {
        self.redis = redis
        do {
            _ = try await redis.get("bench:refused", as: String.self)
            throw UnexpectedAnswer(description: "a server answers; give the port of one that does not")
        } catch let error as RedisError where error.code == .unavailable {
            return
        }
    }

    var sampling: Int { 64 }

    func perform() async throws {
        do {
            _ = try await redis.get("bench:refused", as: String.self)
            throw UnexpectedAnswer(description: "a call was let through that should have been refused")
        } catch let error as RedisError where error.code == .unavailable {
            return
        }
    }
}

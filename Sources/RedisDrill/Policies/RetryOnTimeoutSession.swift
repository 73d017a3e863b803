package import RedisFaultInjection
package import ResilientRedisClient

/// What timed out is tried once more, and nothing is learnt from it: every call of an outage pays two timeouts for the
/// read, and two for the write.
package final class RetryOnTimeoutSession: DrillSession {
    package let events = SessionEvents()
    private let pool: PlainPool
    private let ttl: Duration

    package init(_ configuration: RedisConfiguration, ttl: Duration) {
        pool = PlainPool(configuration)
        self.ttl = ttl
    }

    package var target: Workload.Target {
        Workload.Target(
            read: { [self] key in try await ask { try await $0.get(key, as: String.self) } },
            write: { [self] key, value in
                _ = try await ask { try await $0.set(key, value, expiresIn: DrillKeys.lifetime) }
            },
            increment: { [self] key in try await ask { try await $0.incrementDrillKey(key) } },
            cachedRead: { [self] key, load in try await cached(key, load) },
            failure: Workload.Failure.ofSession)
    }

    private func cached(_ key: String, _ load: () async throws -> String) async throws -> String {
        if let value = try? await ask({ try await $0.get(key, as: String.self) }) { return value }
        let value = try await load()
        _ = try? await ask { [ttl] in try await $0.set(key, value, expiresIn: ttl) }
        return value
    }

    private func ask<Value>(_ body: (RedisClient) async throws -> Value) async throws -> Value {
        do {
            return try await pool.use(body)
        } catch let error as RedisError where Self.isTimeout(error) {
            return try await pool.use(body)
        }
    }

    /// A deadline that passed, be it the command's or that of the connect before it.
    private static func isTimeout(_ error: RedisError) -> Bool {
        error.code == .timeout || error.code == .unavailable
    }

    package func close() async { await pool.close() }
}

package import RedisFaultInjection
package import ResilientRedisClient
import Synchronization

/// The first failure sets a flag, "Redis is unavailable", that is never reset.
///
/// No call waits after that, and none is answered by Redis again until the process is restarted: all of them go to
/// the source.
package final class PermanentFlagSession: DrillSession {
    package let events = SessionEvents()
    private let pool: PlainPool
    private let ttl: Duration
    private let isSwitchedOff = Atomic(false)

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
        if isSwitchedOff.load(ordering: .acquiring) { throw RedisSwitchedOff() }
        do {
            return try await pool.use(body)
        } catch {
            if !isSwitchedOff.exchange(true, ordering: .acquiringAndReleasing) {
                events.note(.noticedOutage(Workload.Failure(error).name))
            }
            throw error
        }
    }

    package func close() async { await pool.close() }
}

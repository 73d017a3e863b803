import ResilientRedisCache
package import Logging
package import RedisFaultInjection
package import ResilientRedisClient
import Synchronization

/// This package's client and cache, as they are.
package final class ResilientSession: DrillSession {
    package let events = SessionEvents()
    package let client: RedisClient
    private let cache: RedisCache
    private let observer: Task<Void, Never>
    private let usesCache = Atomic(false)
    private let hasExited = Atomic(false)

    package init(_ configuration: RedisConfiguration, ttl: Duration, logger: Logger = .silent) throws {
        let client = try RedisClient(configuration, logger: logger)
        self.client = client
        cache = try RedisCache(client, namespace: .init(DrillKeys.namespace), ttl: ttl, logger: logger)
        let events = events
        let changes = client.availabilityChanges
        observer = Task {
            var wasAvailable = true
            for await availability in changes {
                if case .unavailable(let cause, _) = availability, wasAvailable {
                    events.note(.noticedOutage("\(cause)"))
                } else if availability.isAvailable, !wasAvailable {
                    events.note(.recovered)
                }
                wasAvailable = availability.isAvailable
            }
        }
    }

    package var target: Workload.Target {
        Workload.Target(
            read: { [client] in try await client.get($0, as: String.self) },
            write: { [client] in try await client.set($0, $1, expiresIn: DrillKeys.lifetime) },
            increment: { [client] in try await client.incrementDrillKey($0) },
            cachedRead: { [self] key, load in
                let isFirst = !usesCache.exchange(true, ordering: .relaxed)
                let value = try await cache.cached(key: key, load: load)
                // A drill that is interrupted gets no further than this.
                if isFirst {
                    Task { [client] in try? await client.pexpire(DrillKeys.epoch, expiresIn: DrillKeys.lifetime) }
                }
                return value
            },
            failure: { [self] error in
                noteIfFinal(error)
                return Workload.Failure.ofSession(error)
            })
    }

    /// A client that is shut down for good makes its process exit.
    private func noteIfFinal(_ error: any Error) {
        guard let error = error as? RedisError, error.code == .shutdown else { return }
        if !hasExited.exchange(true, ordering: .relaxed) { events.note(.processExited(error.code.description)) }
    }

    package func close() async {
        await letEpochExpire()
        await client.shutdown(gracePeriod: .zero)
        await observer.value
    }

    /// The cache keeps its epoch for good; on a server that is only visited it must not stay.
    private func letEpochExpire() async {
        guard usesCache.load(ordering: .relaxed) else { return }
        let deadline = ContinuousClock.now + .seconds(3)
        while .now < deadline {
            if (try? await client.pexpire(DrillKeys.epoch, expiresIn: DrillKeys.lifetime)) != nil { return }
            try? await Task.sleep(for: .milliseconds(20))
        }
    }
}

extension Logger {
    /// Discards all messages: a drill has its own output.
    package static var silent: Logger { Logger(label: "drill") { _ in SwiftLogNoOpLogHandler() } }
}

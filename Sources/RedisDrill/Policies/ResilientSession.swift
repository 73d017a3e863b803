import Logging
package import RedisFaultInjection
package import ResilientRedis

/// This package's client and cache, as they are.
package final class ResilientSession: DrillSession {
    package let events = SessionEvents()
    package let client: RedisClient
    private let cache: RedisCache
    private let observer: Task<Void, Never>

    package init(_ configuration: RedisConfiguration, ttl: Duration) throws {
        let client = try RedisClient(configuration, logger: .silent)
        self.client = client
        cache = try RedisCache(client, namespace: .none, ttl: ttl, logger: .silent)
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
        var target = Workload.Target(client, cache: cache)
        target.write = { [client] in try await client.set($0, $1, expiresIn: .drillKeyLifetime) }
        target.failure = Workload.Failure.ofSession
        return target
    }

    package func close() async {
        await client.shutdown(gracePeriod: .zero)
        await observer.value
    }
}

extension Duration {
    /// After this time whatever a drill has written is gone by itself.
    package static var drillKeyLifetime: Duration { .seconds(300) }
}

extension Logger {
    /// Says nothing: a drill tells in its own way.
    static var silent: Logger { Logger(label: "drill") { _ in SwiftLogNoOpLogHandler() } }
}

import Logging
package import ResilientRedisClient
import Synchronization

/// A connection pool without protection, as many applications have it: a connection for each call under way, no
/// health check, no backoff, no second try. A connection that failed is thrown away.
///
/// Each connection is a client of this package that lives until its first failure, so that none of its rules for the
/// time after a failure ever applies.
package final class PlainPool: Sendable {
    private struct State {
        var idle: [RedisClient] = []
        var isClosed = false
    }

    private let configuration: RedisConfiguration
    private let state = Mutex(State())

    package init(_ configuration: RedisConfiguration) {
        var configuration = configuration
        configuration.resilience.healthCheckInterval = .seconds(86_400)
        configuration.resilience.backoff = .seconds(86_400)
        configuration.resilience.earlyProbes = .off
        configuration.resilience.retryOnConnectionLoss = .never
        // The kernel's own defaults, more or less.
        configuration.tcp.keepaliveIdle = .seconds(7200)
        configuration.tcp.userTimeout = .zero
        self.configuration = configuration
    }

    /// Lends a connection, the one that was used last if there is one.
    package func use<Value>(_ body: (RedisClient) async throws -> Value) async throws -> Value {
        let client = try state.withLock { $0.idle.popLast() } ?? RedisClient(configuration, logger: .silent)
        do {
            let value = try await body(client)
            giveBack(client)
            return value
        } catch let error as RedisError where error.code == .server || error.code == .decoding {
            giveBack(client)
            throw error
        } catch {
            await client.shutdown(gracePeriod: .zero)
            throw error
        }
    }

    private func giveBack(_ client: RedisClient) {
        state.withLock { if !$0.isClosed { $0.idle.append(client) } }
    }

    /// Closes the idle connections; others are closed when they are returned.
    package func close() async {
        let clients = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for client in clients { await client.shutdown(gracePeriod: .zero) }
    }
}

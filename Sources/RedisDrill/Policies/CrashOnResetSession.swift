package import RedisFaultInjection
package import ResilientRedisClient
import Synchronization

/// Worker processes that exit when their connection to Redis breaks, "for a clean reconnection", and that something
/// starts again after a while: a longer one each time a process has ended soon after its start.
///
/// Which worker a call belongs to follows from its key. While the worker is down, its calls fail. Each one also waits
/// for work on a connection of its own, as task runners do, so that it exits even when no call is under way at the
/// reset.
package final class CrashOnResetSession: DrillSession {
    package let events = SessionEvents()
    private let configuration: RedisConfiguration
    private let restart: Duration
    private let workers: [Worker]

    package init(_ configuration: RedisConfiguration, workers: Int, restart: Duration) {
        self.configuration = configuration
        self.restart = restart
        self.workers = (0..<max(1, workers)).map { _ in Worker() }
    }

    /// One process.
    private final class Worker: Sendable {
        struct State {
            /// Its connections; `nil` while it is down.
            var pool: PlainPool?
            /// Waits for work; there as long as the pool is.
            var waiting: Task<Void, Never>?
            var upSince: ContinuousClock.Instant?
            var downUntil = ContinuousClock.now
            var delay = Duration.zero
        }

        let state = Mutex(State())
    }

    package var target: Workload.Target {
        Workload.Target(
            read: { [self] key in try await ask(key) { try await $0.get(key, as: String.self) } },
            write: { [self] key, value in
                _ = try await ask(key) { try await $0.set(key, value, expiresIn: DrillKeys.lifetime) }
            },
            increment: { [self] key in try await ask(key) { try await $0.incrementDrillKey(key) } },
            cachedRead: { [self] key, load in
                if let value = try await ask(key, { try await $0.get(key, as: String.self) }) { return value }
                let value = try await load()
                _ = try await ask(key) { try await $0.set(key, value, expiresIn: DrillKeys.lifetime) }
                return value
            },
            failure: Workload.Failure.ofSession)
    }

    private func ask<Value>(_ key: String, _ body: (RedisClient) async throws -> Value) async throws -> Value {
        let worker = workers[Int(UInt(bitPattern: key.hashValue) % UInt(workers.count))]
        let pool = try start(worker)
        do {
            return try await pool.use(body)
        } catch let error as RedisError where error.code != .server && error.code != .decoding {
            await crash(worker, pool, Workload.Failure(error).name)
            throw error
        }
    }

    /// The connections of a worker that is up, or comes up now.
    private func start(_ worker: Worker) throws -> PlainPool {
        try worker.state.withLock { state in
            if let pool = state.pool { return pool }
            let now = ContinuousClock.now
            guard now >= state.downUntil else { throw ProcessIsDown() }
            let pool = PlainPool(configuration)
            state.pool = pool
            state.upSince = now
            state.waiting = Task { [weak self] in await self?.waitForWork(worker, pool) }
            return pool
        }
    }

    /// Waits for work that never comes, until the connection breaks or the task is cancelled. It only reads, so that it
    /// may be done on a user's server; an error reply of one that does not allow it is ignored.
    private func waitForWork(_ worker: Worker, _ pool: PlainPool) async {
        let nextTask = RedisCommand<RESPValue>("XREAD", "BLOCK", 0, "STREAMS", DrillKeys.tasks, "$")
        do {
            _ = try await pool.use { try await $0.send(nextTask) }
        } catch let error as RedisError where error.code != .server {
            await crash(worker, pool, Workload.Failure(error).name)
        } catch {}
    }

    /// Ends a worker, unless another of its calls has done so already.
    private func crash(_ worker: Worker, _ pool: PlainPool, _ cause: String) async {
        let waiting: Task<Void, Never>? = worker.state.withLock { state in
            guard state.pool === pool else { return nil }
            let now = ContinuousClock.now
            let wasUp = state.upSince.map { now - $0 } ?? .zero
            state.delay = wasUp > restart * 20 ? restart : min(max(restart, state.delay * 2), restart * 16)
            state.pool = nil
            state.downUntil = now + state.delay
            return state.waiting.take()
        }
        guard let waiting else { return }
        events.note(.processExited(cause))
        await pool.close()
        waiting.cancel()
    }

    package func close() async {
        for worker in workers {
            let (pool, waiting) = worker.state.withLock { state in
                state.downUntil = .now + .seconds(86_400)
                return (state.pool.take(), state.waiting.take())
            }
            await pool?.close()
            waiting?.cancel()
            await waiting?.value
        }
    }
}

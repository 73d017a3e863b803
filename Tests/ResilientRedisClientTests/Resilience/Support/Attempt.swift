import ResilientRedisClient
import Testing

extension Resilience {
    /// One call, how it ended and how long it took.
    struct Attempt<Value: Sendable>: Sendable {
        let result: Result<Value, any Error>
        let duration: Duration

        var value: Value? { try? result.get() }
        var error: RedisError? {
            if case .failure(let error) = result { error as? RedisError } else { nil }
        }
        var isCancellation: Bool {
            if case .failure(let error) = result { error is CancellationError } else { false }
        }
    }

    static func tried<Value: Sendable>(_ body: () async throws -> Value) async -> Attempt<Value> {
        let start = ContinuousClock.now
        do {
            let value = try await body()
            return Attempt(result: .success(value), duration: .now - start)
        } catch {
            return Attempt(result: .failure(error), duration: .now - start)
        }
    }

    /// Runs a call that must not take long, and cancels it when it does.
    static func tried<Value: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async -> Attempt<Value> {
        let call = Task { try await body() }
        let guardian = Task {
            try await Task.sleep(for: limit)
            call.cancel()
        }
        defer { guardian.cancel() }
        return await tried { try await call.value }
    }

    /// Runs a call in many tasks at once.
    static func triedAtOnce<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async -> [Attempt<Value>] {
        await withTaskGroup { group in
            for index in 0..<count { group.addTask { await tried { try await body(index) } } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// Asks again and again until the answer is yes.
    static func until(_ condition: () async throws -> Bool) async throws {
        while try await !condition() { try await Task.sleep(for: .milliseconds(1)) }
    }

    /// Checks that calls are refused without waiting for anything, as they must be while a backoff lasts.
    static func expectInstantRefusal(
        _ client: RedisClient, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        var fastest = Duration.seconds(60)
        // The fastest of some, because a busy machine may hold up any of them.
        for _ in 0..<5 {
            let attempt = await tried { try await client.text("refused") }
            #expect(attempt.error?.code == .unavailable, "\(attempt.result)", sourceLocation: sourceLocation)
            #expect(attempt.error?.outcome == .notSent, sourceLocation: sourceLocation)
            #expect(attempt.error?.retryAfter != nil, sourceLocation: sourceLocation)
            fastest = min(fastest, attempt.duration)
        }
        #expect(fastest < .milliseconds(1), sourceLocation: sourceLocation)
    }
}

extension RedisClient {
    /// Waits until calls are let through. Returns how often a probe failed before.
    @discardableResult
    func becomesAvailable() async -> Int {
        var failures = -1
        for await availability in availabilityChanges {
            if availability.isAvailable { break }
            failures += 1
        }
        return max(0, failures)
    }

    /// Begins to wait for the next outage, so that none is missed, however short it is.
    func nextOutage() -> Task<Void, Never> {
        let changes = availabilityChanges
        return Task { for await availability in changes where !availability.isAvailable { break } }
    }

    /// Waits until calls are refused for one of the causes.
    func becomesUnavailable(because causes: Set<FailureCause> = Set(FailureCause.allCases)) async {
        for await availability in availabilityChanges {
            if case .unavailable(let cause, _) = availability, causes.contains(cause) { break }
        }
    }
}

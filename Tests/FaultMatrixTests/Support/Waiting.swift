import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    /// Asks again and again until the answer is yes.
    ///
    /// - Throws: ``WaitedInVain`` when it is still no after a while that is far too long.
    static func until(
        _ what: String, within patience: Duration = patience, _ condition: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + patience
        while try await !condition() {
            guard ContinuousClock.now < deadline else {
                throw WaitedInVain(description: "waited \(patience) in vain: \(what)")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    struct WaitedInVain: Error, CustomStringConvertible {
        let description: String
    }

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
}

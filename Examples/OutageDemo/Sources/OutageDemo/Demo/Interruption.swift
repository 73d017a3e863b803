import UnixSignals

/// Thrown after Ctrl-C or SIGTERM.
struct Interruption: Error {
    /// What a shell expects of a program that was ended by the signal.
    let exitCode: Int32
}

/// Runs `body` to its end. An interruption cancels it; it has ended when this throws.
func runUntilInterrupted<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Result.self) { group in
        group.addTask { try await body() }
        group.addTask {
            for await signal in signals { throw Interruption(exitCode: signal == .sigint ? 130 : 143) }
            throw CancellationError()
        }
        defer { group.cancelAll() }
        guard let result = try await group.next() else { throw CancellationError() }
        return result
    }
}

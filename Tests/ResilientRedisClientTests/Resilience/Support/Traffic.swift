import ResilientRedisClient
import Synchronization

extension Resilience {
    /// The results of the calls of ``Traffic``.
    struct TrafficReport: Sendable {
        struct Failure: Sendable {
            var isWrite: Bool
            var error: RedisError
            var duration: Duration
        }

        var answers = 0
        var wrongAnswers: [String] = []
        var failures: [Failure] = []
        var strangeErrors: [String] = []
        var slowest = Duration.zero

        var failedReads: [Failure] { failures.filter { !$0.isWrite } }
        var failedWrites: [Failure] { failures.filter(\.isWrite) }
    }

    /// Many tasks that write and read without end.
    ///
    /// Every value names the key it belongs to, so that an answer that reached the wrong caller is detected.
    final class Traffic: Sendable {
        private final class Ledger: Sendable {
            let report = Mutex(TrafficReport())
            let isOver = Atomic<Bool>(false)
        }

        private let ledger: Ledger
        private let tasks: [Task<Void, Never>]

        /// - Parameter pause: What a task waits between two rounds.
        init(_ client: RedisClient, tasks count: Int = 50, pause: Duration = .milliseconds(1)) {
            let ledger = Ledger()
            self.ledger = ledger
            tasks = (0..<count).map { index in
                Task { await Self.run("traffic:\(index)", client, pause: pause, ledger) }
            }
        }

        // A test that failed has nothing more to stop.
        deinit { ledger.isOver.store(true, ordering: .sequentiallyConsistent) }

        /// Waits until the given number of calls more were answered.
        func answers(_ count: Int = 500) async throws {
            let goal = ledger.report.withLock { $0.answers } + count
            try await until { ledger.report.withLock { $0.answers } >= goal }
        }

        /// Waits until the given number of calls more failed.
        func failures(_ count: Int = 1) async throws {
            let goal = ledger.report.withLock { $0.failures.count } + count
            try await until { ledger.report.withLock { $0.failures.count } >= goal }
        }

        /// Lets every task finish its round and returns what happened.
        func stop() async -> TrafficReport {
            ledger.isOver.store(true, ordering: .sequentiallyConsistent)
            for task in tasks { await task.value }
            return ledger.report.withLock { $0 }
        }

        private static func run(_ key: String, _ client: RedisClient, pause: Duration, _ ledger: Ledger) async {
            while !ledger.isOver.load(ordering: .sequentiallyConsistent) {
                let write = await tried { try await client.set(key, key) ? nil : "not set" }
                note(write, isWrite: true, expected: nil, ledger)
                note(await tried { try await client.text(key) }, isWrite: false, expected: key, ledger)
                try? await Task.sleep(for: pause)
            }
        }

        private static func note(_ attempt: Attempt<String?>, isWrite: Bool, expected: String?, _ ledger: Ledger) {
            ledger.report.withLock { report in
                report.slowest = max(report.slowest, attempt.duration)
                switch attempt.result {
                case .success(let answer):
                    report.answers += 1
                    // A server that was restarted has forgotten the value.
                    if let answer, answer != expected { report.wrongAnswers.append(answer) }
                case .failure(let error as RedisError):
                    report.failures.append(
                        TrafficReport.Failure(isWrite: isWrite, error: error, duration: attempt.duration))
                case .failure(let error): report.strangeErrors.append("\(error)")
                }
            }
        }
    }
}

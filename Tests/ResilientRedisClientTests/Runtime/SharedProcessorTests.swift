import RedisTransport

#if os(Linux)
    import DequeModule
    import Dispatch
    import Foundation
    import RedisTransport
    import ResilientRedisClient
    import Testing

    @Suite("Processor shared by callers and the event loop")
    struct SharedProcessorTests {
        private static let burst = 10 * YieldPolicy.messagesWorthATurn
        private static let bursts = 200
        /// A loop that has slept for long is let in early by the system itself.
        private static let firstBursts = 100

        @Test("A caller who leaves many messages lets the loop take some meanwhile")
        func backlog() async throws {
            // Otherwise the loop takes each burst in one turn, on a busy machine in a few.
            let turns = try await turnsForBursts().dropFirst(Self.firstBursts)
            #expect(turns.count { $0 >= 8 } > turns.count / 2)
        }

        /// In how many turns a loop takes each burst of messages that a thread on the same processor leaves in one go.
        private func turnsForBursts() async throws -> [Int] {
            // This caller keeps yielding, even if other processes need the processor.
            let mailbox = try Mailbox<Int>(yieldPolicy: YieldPolicy(processors: 2, chancesPassedOver: 0))
            let isTaken = DispatchSemaphore(value: 0)
            let result = AsyncStream.makeStream(of: [Int].self)
            try SystemThread.detach(name: "test-loop") {
                bindToFirstProcessor()
                result.continuation.yield((try? Self.takeBursts(from: mailbox) { isTaken.signal() }) ?? [])
                result.continuation.finish()
            }
            try SystemThread.detach(name: "test-caller") {
                bindToFirstProcessor()
                for _ in 0..<Self.bursts {
                    for message in 0..<Self.burst { _ = mailbox.post(message, yields: true) }
                    isTaken.wait()
                }
            }
            return await result.stream.first { _ in true } ?? []
        }

        private static func takeBursts(from mailbox: Mailbox<Int>, _ isTaken: () -> Void) throws -> [Int] {
            let loop = try EventLoop(backend: .automatic, waker: mailbox.waker)
            var batch = Deque<Int>()
            return (0..<bursts).map { _ in
                var (taken, turns) = (0, 0)
                while taken < burst {
                    mailbox.take(into: &batch)
                    if !batch.isEmpty {
                        turns += 1
                        taken += batch.count
                        work(for: .microseconds(batch.count))
                        batch.removeAll(keepingCapacity: true)
                    } else if mailbox.fallAsleep() {
                        loop.wait(for: nil, awake: mailbox.wakeUp)
                    }
                }
                isTaken()
                return turns
            }
        }

        /// Takes about the time that a loop needs for the messages.
        private static func work(for time: Duration) {
            let start = TimeSource().now()
            while TimeSource().now() - start < time {}
        }
    }

    /// Binds the calling thread to the first processor that it may use.
    private func bindToFirstProcessor() {
        let status = (try? String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)) ?? ""
        func value(_ name: String) -> Substring? {
            status.split(separator: "\n").first { $0.hasPrefix("\(name):\t") }?.dropFirst(name.count + 2)
        }
        guard let thread = value("Pid"), let first = value("Cpus_allowed_list")?.prefix(while: \.isNumber),
            system("taskset -cp \(first) \(thread) >/dev/null") == 0
        else {
            Issue.record("the thread could not be bound to a processor")
            return
        }
    }
#endif

import RedisTransport
import CRedisIO
import Foundation
import Synchronization
import Testing

@Suite("System threads")
struct SystemThreadTests {
    private struct Facts: Sendable {
        var blocked: Set<Int32> = []
        var name = ""
    }

    private func run() async throws -> Facts {
        let stream = AsyncStream.makeStream(of: Facts.self)
        try SystemThread.detach(name: "a-name-of-more-than-15-bytes") {
            var facts = Facts()
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            facts.blocked = Set((1...31).filter { sigismember(&mask, $0) == 1 })
            let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
            facts.name = name?.trimmingCharacters(in: .newlines) ?? ""
            stream.continuation.yield(facts)
            stream.continuation.finish()
        }
        for await facts in stream.stream { return facts }
        return Facts()
    }

    @Test("A system thread takes no signal that is meant for the process")
    func processSignals() async throws {
        let blocked = try await run().blocked
        #expect(blocked.isSuperset(of: [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD, SIGALRM, SIGPIPE]))
    }

    @Test("A system thread does not block the signals of a crash")
    func crashSignals() async throws {
        let blocked = try await run().blocked
        #expect(blocked.isDisjoint(with: [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS]))
    }

    @Test(
        "A system thread has a name that tools show",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/thread-self/comm")))
    func name() async throws {
        #expect(try await run().name == "a-name-of-more-")
    }

    @Test("Starting a system thread does not change the signal mask of the caller")
    func makersMask() throws {
        var before = sigset_t()
        var after = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &before)
        try SystemThread.detach(name: "test") {}
        pthread_sigmask(SIG_BLOCK, nil, &after)
        for signal in Int32(1)...31 { #expect(sigismember(&before, signal) == sigismember(&after, signal)) }
    }

    @Test("A joinable thread has run to its end when join() returns, and takes no signals")
    func join() throws {
        let blocked = Mutex<Set<Int32>>([])
        let thread = try JoinableThread(name: "test") {
            usleep(20_000)
            var mask = sigset_t()
            pthread_sigmask(SIG_BLOCK, nil, &mask)
            let found = Set((1...31).filter { sigismember(&mask, $0) == 1 })
            blocked.withLock { $0 = found }
        }
        thread.join()
        #expect(blocked.withLock { $0 }.isSuperset(of: [SIGINT, SIGTERM, SIGPIPE]))
        thread.join()
    }

    @Test("A joinable thread that joins itself does not wait for its own end")
    func joinFromWithin() async {
        // Holds the thread's object, which the body can only get once it is made.
        final class Holder: Sendable { let thread = Mutex<JoinableThread?>(nil) }
        let holder = Holder()
        await withCheckedContinuation { (joined: CheckedContinuation<Void, Never>) in
            holder.thread.withLock { thread in
                thread = try? JoinableThread(name: "test") {
                    holder.thread.withLock { $0 }?.join()
                    joined.resume()
                }
            }
        }
        holder.thread.withLock { $0 }?.join()
        holder.thread.withLock { $0 = nil }
    }

    @Test("A thread that is never joined releases what its body holds")
    func abandoned() async throws {
        final class Token: Sendable {}
        weak var released: Token?
        let ended = AsyncStream.makeStream(of: Void.self)
        do {
            let token = Token()
            released = token
            _ = try JoinableThread(name: "test") { [token, continuation = ended.continuation] in
                withExtendedLifetime(token) {}
                continuation.finish()
            }
        }
        for await _ in ended.stream {}
        for _ in 0..<1000 where released != nil { try await Task.sleep(for: .milliseconds(5)) }
        #expect(released == nil)
    }
}

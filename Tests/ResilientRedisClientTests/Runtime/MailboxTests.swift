import RedisTransport
import DequeModule
import ResilientRedisClient
import Synchronization
import TestSupport
import Testing

@Suite("Mailbox")
struct MailboxTests {
    private struct Letter: Sendable {
        var sender: Int
        var number: Int
    }

    private static let senders = 8
    private static let letters = 10_000

    @Test("Of 80,000 messages of 8 threads none is lost, and none is slept over", arguments: PollerBackend.allCases)
    func hammering(_ backend: PollerBackend) throws {
        let mailbox = try Mailbox<Letter>()
        let loop = try EventLoop(backend: backend, waker: mailbox.waker)
        for sender in 0..<Self.senders {
            try SystemThread.detach(name: "test-sender") {
                for number in 0..<Self.letters {
                    if !mailbox.post(Letter(sender: sender, number: number)) { Issue.record("refused") }
                }
            }
        }
        var next = Array(repeating: 0, count: Self.senders)
        var received = 0
        var batch = Deque<Letter>()
        let patience = Duration.seconds(20)
        while received < Self.senders * Self.letters {
            mailbox.take(into: &batch)
            for letter in batch {
                #expect(letter.number == next[letter.sender], "out of order")
                next[letter.sender] += 1
            }
            received += batch.count
            batch.removeAll(keepingCapacity: true)
            guard received < Self.senders * Self.letters, mailbox.fallAsleep() else { continue }
            let slept = ContinuousClock().measure { loop.wait(for: patience) }
            try #require(slept < patience, "a wake-up was lost after \(received) messages")
        }
        #expect(mailbox.fallAsleep())
        #expect(mailbox.close().isEmpty)
    }

    @Test("The loop does not sleep while a message waits")
    func waitingMessage() throws {
        let mailbox = try Mailbox<Int>()
        #expect(mailbox.fallAsleep())
        #expect(mailbox.post(1))
        #expect(!mailbox.fallAsleep())
        var taken = Deque<Int>()
        mailbox.take(into: &taken)
        #expect(taken == [1])
        #expect(mailbox.fallAsleep())
    }

    @Test("Only the first message wakes the loop, and none does while it is awake")
    func wakeUps() throws {
        let mailbox = try Mailbox<Int>()
        let loop = try EventLoop(backend: .automatic, waker: mailbox.waker)
        let nap = Duration.milliseconds(20)
        _ = mailbox.post(1)
        #expect(ContinuousClock().measure { loop.wait(for: nap) } >= nap, "it was awake")
        var taken = Deque<Int>()
        mailbox.take(into: &taken)
        #expect(mailbox.fallAsleep())
        for message in 2...5 { _ = mailbox.post(message) }
        loop.wait(for: nil)
        #expect(ContinuousClock().measure { loop.wait(for: nap) } >= nap, "it was woken twice")
        taken = []
        mailbox.take(into: &taken)
        #expect(taken == [2, 3, 4, 5])
    }

    private final class Poster: SocketHandler {
        let mailbox: Mailbox<Int>

        init(_ mailbox: Mailbox<Int>) { self.mailbox = mailbox }

        func socketIsReady(for ready: Interest) { _ = mailbox.post(1) }
    }

    @Test(
        "Messages that arrive while the sockets' handlers run do not wake the loop",
        arguments: PollerBackend.allCases)
    func handlers(_ backend: PollerBackend) throws {
        let mailbox = try Mailbox<Int>()
        let loop = try EventLoop(backend: backend, waker: mailbox.waker)
        let (pair, poster) = (try DescriptorPair(), Poster(mailbox))
        loop.watch(pair.near, for: .read, handler: poster)
        pair.writeFar()
        #expect(mailbox.fallAsleep())
        loop.wait(for: nil, awake: mailbox.wakeUp)
        loop.stopWatching(pair.near)
        #expect(!mailbox.fallAsleep(), "the message is there")
        let nap = Duration.milliseconds(20)
        #expect(ContinuousClock().measure { loop.wait(for: nap) } >= nap, "it was woken")
    }

    @Test("A closed mailbox hands out what was left, and takes nothing more")
    func closing() throws {
        let mailbox = try Mailbox<Int>()
        _ = mailbox.post(1)
        _ = mailbox.post(2)
        #expect(mailbox.close() == [1, 2])
        #expect(!mailbox.post(3))
        #expect(mailbox.close() == [])
    }
}

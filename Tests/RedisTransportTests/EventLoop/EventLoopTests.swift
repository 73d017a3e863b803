import RedisTransport
import Foundation
import TestSupport
import Testing

@Suite("Event loop")
struct EventLoopTests {
    private func loop(_ backend: PollerBackend) throws -> (EventLoop, Waker) {
        let waker = try Waker()
        return (try EventLoop(backend: backend, waker: waker), waker)
    }

    @Test("A readable socket is reported at every turn until it has been read", arguments: PollerBackend.allCases)
    func reading(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let (pair, recorder) = (try DescriptorPair(), ReadinessRecorder())
        loop.watch(pair.near, for: .read, handler: recorder)
        loop.wait(for: .zero)
        #expect(recorder.ready == [])
        pair.writeFar()
        loop.wait(for: .seconds(20))
        loop.wait(for: .seconds(20))
        #expect(recorder.ready == [.read, .read])
        #expect(pair.readNear() == [UInt8(ascii: "x")])
        loop.wait(for: .zero)
        #expect(recorder.ready.count == 2)
    }

    @Test("A writable socket is reported only while it is watched for writing", arguments: PollerBackend.allCases)
    func writing(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let (pair, recorder) = (try DescriptorPair(), ReadinessRecorder())
        loop.watch(pair.near, for: .write, handler: recorder)
        loop.wait(for: .seconds(20))
        #expect(recorder.ready == [.write])
        loop.change(pair.near, to: .read)
        loop.wait(for: .zero)
        #expect(recorder.ready == [.write])
        pair.writeFar()
        loop.change(pair.near, to: [.read, .write])
        loop.wait(for: .seconds(20))
        #expect(recorder.ready == [.write, [.read, .write]])
    }

    @Test("A closed peer makes the socket readable", arguments: PollerBackend.allCases)
    func hangUp(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let (pair, recorder) = (try DescriptorPair(), ReadinessRecorder())
        loop.watch(pair.near, for: .read, handler: recorder)
        pair.closeFar()
        loop.wait(for: .seconds(20))
        #expect(recorder.ready.first?.contains(.read) == true)
        #expect(pair.readNear() == nil)
    }

    @Test("A peer that closes is reported while what it sent stays unread", arguments: PollerBackend.allCases)
    func peerClosed(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let (pair, recorder) = (try DescriptorPair(), ReadinessRecorder())
        pair.writeFar()
        loop.watch(pair.near, for: .peerClosed, handler: recorder)
        loop.wait(for: .zero)
        #expect(recorder.ready == [])
        pair.closeFar()
        loop.wait(for: .seconds(20))
        #expect(recorder.ready.count == 1)
        #if os(Linux)
            #expect(recorder.ready.first?.contains(.peerClosed) == true)
        #endif
        #expect(pair.readNear() == [UInt8(ascii: "x")])
    }

    @Test("After a handler is replaced, only the new one is called", arguments: PollerBackend.allCases)
    func replacement(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let (pair, first, second) = (try DescriptorPair(), ReadinessRecorder(), ReadinessRecorder())
        loop.watch(pair.near, for: .write, handler: first)
        loop.watch(pair.near, for: .read, handler: second)
        pair.writeFar()
        loop.wait(for: .seconds(20))
        #expect(first.ready == [])
        #expect(second.ready == [.read])
    }

    @Test(
        "A socket that is no longer watched is not reported, not even after callAgain",
        arguments: PollerBackend.allCases)
    func ending(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let (pair, recorder) = (try DescriptorPair(), ReadinessRecorder())
        loop.watch(pair.near, for: .read, handler: recorder)
        pair.writeFar()
        loop.callAgain(pair.near)
        loop.stopWatching(pair.near)
        loop.stopWatching(pair.near)
        loop.callAgain(pair.near)
        loop.change(pair.near, to: .write)
        loop.wait(for: .zero)
        #expect(recorder.ready == [])
    }

    @Test(
        "Readiness of a closed socket is not reported to a new one with the same descriptor",
        arguments: PollerBackend.allCases)
    func reusedNumber(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let pairs = [try DescriptorPair(), try DescriptorPair()]
        let handlers = [ReadinessRecorder(), ReadinessRecorder()]
        let quiet = try DescriptorPair()
        let newcomer = ReadinessRecorder()
        defer { for handler in handlers { handler.react = { _ in } } }
        for (index, handler) in handlers.enumerated() {
            loop.watch(pairs[index].near, for: .read, handler: handler)
            pairs[index].writeFar()
            // Whichever is first closes the other's socket; a quiet one gets its number.
            handler.react = { _ in
                handlers[1 - index].react = { _ in Issue.record("it was told of a socket that is closed") }
                let number = pairs[1 - index].near
                loop.stopWatching(number)
                #expect(dup2(quiet.near, number) == number)
                loop.watch(number, for: .read, handler: newcomer)
                loop.stopWatching(pairs[index].near)
            }
        }
        loop.wait(for: .seconds(20))
        #expect(handlers.map(\.ready.count).sorted() == [0, 1])
        #expect(newcomer.ready == [])
        quiet.writeFar()
        loop.wait(for: .seconds(20))
        #expect(newcomer.ready == [.read])
    }

    @Test("The method callAgain runs the handler at the next turn, without waiting", arguments: PollerBackend.allCases)
    func callAgain(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let (pair, recorder) = (try DescriptorPair(), ReadinessRecorder())
        loop.watch(pair.near, for: .read, handler: recorder)
        recorder.react = { [unowned recorder] _ in if recorder.ready.count < 3 { loop.callAgain(pair.near) } }
        defer { recorder.react = { _ in } }
        loop.callAgain(pair.near)
        // Without limit: it would never end if it waited.
        for turn in 1...3 {
            loop.wait(for: nil)
            #expect(recorder.ready == Array(repeating: .read, count: turn))
        }
        loop.wait(for: .zero)
        #expect(recorder.ready.count == 3)
    }

    @Test("Every one of many sockets is served", arguments: PollerBackend.allCases)
    func many(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        let pairs = try (0..<200).map { _ in try DescriptorPair() }
        let recorders = pairs.map { _ in ReadinessRecorder() }
        for (pair, recorder) in zip(pairs, recorders) {
            loop.watch(pair.near, for: .read, handler: recorder)
            recorder.react = { _ in _ = pair.readNear() }
            pair.writeFar()
        }
        for _ in 0..<10 { loop.wait(for: .zero) }
        #expect(recorders.allSatisfy { $0.ready == [.read] })
        // Every second one goes; the others are still known.
        for index in stride(from: 0, to: pairs.count, by: 2) { loop.stopWatching(pairs[index].near) }
        for pair in pairs { pair.writeFar() }
        for _ in 0..<10 { loop.wait(for: .zero) }
        #expect(recorders.enumerated().allSatisfy { $1.ready.count == ($0 % 2 == 0 ? 1 : 2) })
    }

    // MARK: Time

    @Test("A wait lasts at least as long as asked", arguments: PollerBackend.allCases)
    func timeout(_ backend: PollerBackend) throws {
        let (loop, _) = try loop(backend)
        for duration in [Duration.zero, .nanoseconds(1), .microseconds(900), .milliseconds(20)] {
            let time = ContinuousClock().measure { loop.wait(for: duration) }
            #expect(time >= duration)
            #expect(time < .seconds(10))
        }
        #expect(ContinuousClock().measure { loop.wait(for: .seconds(-5)) } < .seconds(10))
    }

    // MARK: Waking

    @Test("A wake-up from another thread ends one wait, also one that has not begun", arguments: PollerBackend.allCases)
    func waking(_ backend: PollerBackend) throws {
        let (loop, waker) = try loop(backend)
        waker.wake()
        waker.wake()
        loop.wait(for: nil)
        #expect(ContinuousClock().measure { loop.wait(for: .milliseconds(30)) } >= .milliseconds(30))
        try SystemThread.detach(name: "test-waker") {
            usleep(20_000)
            waker.wake()
        }
        #expect(ContinuousClock().measure { loop.wait(for: .seconds(60)) } < .seconds(50))
    }

    @Test("Ready sockets are served in the turn that a wake-up ends", arguments: PollerBackend.allCases)
    func wakingAndReading(_ backend: PollerBackend) throws {
        let (loop, waker) = try loop(backend)
        let (pair, recorder) = (try DescriptorPair(), ReadinessRecorder())
        loop.watch(pair.near, for: .read, handler: recorder)
        pair.writeFar()
        waker.wake()
        loop.wait(for: nil)
        #expect(recorder.ready == [.read])
    }
}

import RedisTransport
import CRedisIO
import Foundation
import ResilientRedisClient
import TestSupport
import Testing

@Suite("Socket")
struct PlainSocketTests {
    private let loop: EventLoop

    init() throws {
        loop = try EventLoop(backend: .automatic, waker: try Waker())
    }

    private func request(_ words: String...) -> RedisRequest {
        var encoder = RESPEncoder()
        for word in words { encoder.append(word) }
        return RedisRequest(encoder.finish(), traits: [])
    }

    private func wireBytes(_ words: [String]) -> [UInt8] {
        let arguments = words.map { "$\($0.utf8.count)\r\n\($0)\r\n" }
        return Array("*\(words.count)\r\n\(arguments.joined())".utf8)
    }

    @Test("Enqueued bytes reach the peer, and the peer's bytes are received")
    func both() throws {
        let open = try OpenSocket(loop)
        defer { TestSocket.close(open.peer) }
        open.socket.watch(for: .read, handler: ReadinessRecorder())
        open.socket.enqueue(request("SET", "k", "v"))
        open.socket.enqueue(request("GET", "k"))
        let expected = wireBytes(["SET", "k", "v"]) + wireBytes(["GET", "k"])
        #expect(open.socket.waitingCount == expected.count)
        #expect(open.socket.enqueuedCount == UInt64(expected.count))
        #expect(open.socket.sentCount == 0)
        try open.socket.flush()
        #expect(open.socket.waitingCount == 0)
        #expect(open.socket.sentCount == UInt64(expected.count))
        #expect(open.socket.enqueuedCount == UInt64(expected.count))
        try TestSocket.wait(open.peer, for: Int32(POLLIN))
        #expect(TestSocket.read(open.peer, upTo: 4096) == expected)
        _ = TestSocket.write(Array("+OK\r\n".utf8), to: open.peer)
        #expect(try open.receiveSoon() == Array("+OK\r\n".utf8))
        #expect(try open.receive() == nil, "nothing more has come")
    }

    @Test("The end of the stream is an error that says that the server closed the connection")
    func peerCloses() throws {
        let open = try OpenSocket(loop)
        TestSocket.close(open.peer)
        let failure = #expect(throws: Socket.Failure.self) { try open.receiveSoon() }
        #expect(failure?.description == "the server closed the connection")
        #expect(failure?.isTLS == false)
    }

    @Test("A reset of the connection is an error that says so")
    func peerResets() throws {
        let open = try OpenSocket(loop)
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(open.peer, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        TestSocket.close(open.peer)
        let failure = #expect(throws: Socket.Failure.self) { try open.receiveSoon() }
        #expect(failure?.description.hasPrefix("receiving failed: ") == true)
    }

    @Test("Sending to a closed peer fails without SIGPIPE")
    func noSignal() throws {
        var blocked = sigset_t()
        var previous = sigset_t()
        sigemptyset(&blocked)
        sigaddset(&blocked, SIGPIPE)
        // A blocked signal stays pending, where it can be seen, instead of killing everything.
        pthread_sigmask(SIG_BLOCK, &blocked, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
        let open = try OpenSocket(loop)
        open.socket.watch(for: .read, handler: ReadinessRecorder())
        TestSocket.close(open.peer)
        let failure = #expect(throws: Socket.Failure.self) {
            for _ in 0..<100 {
                open.socket.enqueue(request("PING"))
                try open.socket.flush()
                usleep(1_000)
            }
        }
        #expect(failure?.description.hasPrefix("sending failed: ") == true)
        var pending = sigset_t()
        sigpending(&pending)
        #expect(sigismember(&pending, SIGPIPE) == 0)
    }

    @Test(
        "Bytes that the system does not take are sent when the socket is writable again",
        arguments: PollerBackend.allCases)
    func fullBuffer(_ backend: PollerBackend) throws {
        let loop = try EventLoop(backend: backend, waker: try Waker())
        let open = try OpenSocket(loop, receiveBuffer: 4096)
        defer { TestSocket.close(open.peer) }
        let handler = ReadinessRecorder()
        open.socket.watch(for: .read, handler: handler)
        let value = String(decoding: (0..<300_000).map { UInt8(97 + $0 % 26) }, as: UTF8.self)
        var expected: [UInt8] = []
        for index in 0..<30 {
            open.socket.enqueue(request("SET", "\(index)", index % 3 == 0 ? value : "small"))
            expected += wireBytes(["SET", "\(index)", index % 3 == 0 ? value : "small"])
        }
        try open.socket.flush()
        #expect(open.socket.waitingCount > 0)
        #expect(open.socket.sentCount + UInt64(open.socket.waitingCount) == UInt64(expected.count))

        // While there is no room, nothing is reported.
        try open.socket.flush()
        let stuck = handler.ready.count
        loop.wait(for: .zero)
        #expect(handler.ready.count == stuck)

        defer { handler.react = { _ in } }
        handler.react = { ready in
            #expect(ready == .write)
            #expect(throws: Never.self) { try open.socket.flush() }
        }
        var received: [UInt8] = []
        let patience = ContinuousClock.now + .seconds(20)
        while received.count < expected.count, ContinuousClock.now < patience {
            received += TestSocket.read(open.peer, upTo: 65_536) ?? []
            loop.wait(for: .zero)
        }
        #expect(received == expected)
        #expect(open.socket.waitingCount == 0)
        let done = handler.ready.count
        loop.wait(for: .zero)
        #expect(handler.ready.count == done, "it still asks for room that it does not need")
    }

    @Test("An idle loop releases the output buffer that a burst needed", arguments: PollerBackend.allCases)
    func idleMemory(_ backend: PollerBackend) throws {
        let loop = try EventLoop(backend: backend, waker: try Waker())
        let open = try OpenSocket(loop)
        defer { TestSocket.close(open.peer) }
        open.socket.watch(for: .read, handler: ReadinessRecorder())
        let value = String(repeating: "v", count: 10_000)
        for _ in 0..<5 { open.socket.enqueue(request("SET", "k", value)) }
        try open.socket.flush()
        #expect(open.socket.waitingCount == 0)
        #expect(open.socket.outputCapacity > 50_000)
        // Without limit: the loop itself sees to it that these end.
        loop.wait(for: nil)
        #expect(open.socket.outputCapacity > 50_000, "it was in use within the last second")
        loop.wait(for: nil)
        #expect(open.socket.outputCapacity == 0)
    }

    @Test("A busy loop releases the output buffer of a connection that is idle")
    func memoryBesideTraffic() throws {
        let (open, busy) = (try OpenSocket(loop), try DescriptorPair())
        defer { TestSocket.close(open.peer) }
        open.socket.watch(for: .read, handler: ReadinessRecorder())
        let handler = ReadinessRecorder()
        loop.watch(busy.near, for: .read, handler: handler)
        busy.writeFar()
        for _ in 0..<5 { open.socket.enqueue(request("SET", "k", String(repeating: "v", count: 10_000))) }
        try open.socket.flush()
        #expect(open.socket.outputCapacity > 50_000)
        for _ in 0..<3_000 { loop.wait(for: .seconds(20)) }
        #expect(handler.ready.count == 3_000)
        #expect(open.socket.outputCapacity == 0)
    }

    @Test("Closing a socket ends the stream for the peer, and may be repeated")
    func closing() throws {
        let open = try OpenSocket(loop)
        defer { TestSocket.close(open.peer) }
        let handler = ReadinessRecorder()
        open.socket.watch(for: [.read, .write], handler: handler)
        open.socket.close()
        open.socket.close()
        loop.wait(for: .zero)
        #expect(handler.ready == [])
        try TestSocket.wait(open.peer, for: Int32(POLLIN))
        #expect(TestSocket.read(open.peer, upTo: 10) == nil)
    }

    @Test("A socket is closed when its last reference is released")
    func forgetting() throws {
        let peer = try OpenSocket(loop).peer
        defer { TestSocket.close(peer) }
        try TestSocket.wait(peer, for: Int32(POLLIN))
        #expect(TestSocket.read(peer, upTo: 10) == nil)
    }

    @Test("Child processes do not inherit a socket")
    func closedOnExec() throws {
        let open = try OpenSocket(loop)
        defer { TestSocket.close(open.peer) }
        #expect(fcntl(open.socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(fcntl(open.socket.descriptor, F_GETFL) & O_NONBLOCK != 0)
    }

    @Test("Keep-alive and user time-out are set on the socket")
    func options() throws {
        let open = try OpenSocket(loop)
        defer { TestSocket.close(open.peer) }
        open.socket.setOptions(
            Socket.TCPOptions(
                keepaliveIdle: .seconds(17), keepaliveInterval: .seconds(3), keepaliveCount: 4,
                userTimeout: .milliseconds(4_500)))
        func option(_ level: Int32, _ name: Int32) -> Int32 {
            var value: Int32 = -1
            var length = socklen_t(MemoryLayout<Int32>.size)
            getsockopt(open.socket.descriptor, level, name, &value, &length)
            return value
        }
        let tcp = Int32(IPPROTO_TCP)
        #expect(option(tcp, TCP_NODELAY) != 0)
        #expect(option(SOL_SOCKET, SO_KEEPALIVE) != 0)
        #expect(option(tcp, TCP_KEEPINTVL) == 3)
        #expect(option(tcp, TCP_KEEPCNT) == 4)
        #if os(Linux)
            #expect(option(tcp, TCP_KEEPIDLE) == 17)
            #expect(option(tcp, TCP_USER_TIMEOUT) == 4_500)
        #endif
    }

    private func reason(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test("A connect that cannot be started says why")
    func noConnect() {
        var text = [CChar](repeating: 0, count: 160)
        #expect(rio_connect_unix("/nonexistent/redis.sock", &text, text.count) == nil)
        #expect(reason(text).contains("No such file"))
        #expect(rio_connect_tcp("not an address", 6379, &text, text.count) == nil)
        #expect(!reason(text).isEmpty)
    }
}

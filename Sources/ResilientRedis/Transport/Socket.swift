import CRedisIO

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A connected, non-blocking socket with the bytes that wait to leave through it.
///
/// The descriptor belongs to libhiredis' context, which closes it when the socket goes away.
final class Socket {
    /// Why a socket is of no more use.
    struct Failure: Error, CustomStringConvertible {
        /// What happened, for the person who reads the error.
        var description: String
        var isTLS = false
    }

    private let connection: OpaquePointer
    let descriptor: Int32
    private let loop: EventLoop
    private var interest: Interest = .read
    private var output = OutputQueue()
    private var isClosed = false
    /// How many bytes were handed to the system since the connection was opened.
    private(set) var sentCount: UInt64 = 0

    /// Takes the connection over.
    init(taking connection: OpaquePointer, loop: EventLoop) {
        self.connection = connection
        self.loop = loop
        descriptor = rio_connection_fd(connection)
    }

    deinit { close() }

    /// Closes the socket. What was not sent is dropped.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        loop.stopWatching(descriptor)
        rio_connection_free(connection)
    }

    /// Data may be at hand that the system knows nothing of, so no readiness will tell.
    var mayHoldMore: Bool { false }

    /// Reading must go on when the socket becomes writable.
    var wantsToRead: Bool { false }

    /// How many bytes wait to be sent.
    var waitingCount: Int { output.count }

    /// How many bytes were ever given to ``enqueue(_:)``.
    var enqueuedCount: UInt64 { sentCount + UInt64(output.count) }

    /// Starts telling `handler` about readiness, in place of whoever was told before.
    func watch(for interest: Interest, handler: any SocketHandler) {
        self.interest = interest
        loop.watch(descriptor, for: interest, handler: handler)
    }

    /// Makes the kernel give up on a peer that vanished within seconds, and send small packets at once.
    func setOptions(_ options: RedisConfiguration.TCP) {
        func seconds(_ duration: Duration) -> Int32 { Int32(clamping: max(1, duration.components.seconds)) }
        rio_set_tcp_options(
            descriptor,
            rio_tcp_options(
                keepalive_idle_s: seconds(options.keepaliveIdle),
                keepalive_interval_s: seconds(options.keepaliveInterval),
                keepalive_count: Int32(clamping: options.keepaliveCount),
                user_timeout_ms: UInt32(clamping: options.userTimeout.clampedNanoseconds / 1_000_000)))
    }

    /// Adds a command to what ``flush()`` sends.
    func enqueue(_ request: borrowing RedisRequest) {
        output.append(request.wire)
    }

    /// Sends as much as the system takes and watches for writability when something is left.
    func flush() throws(Failure) {
        while !output.isEmpty {
            let descriptor = descriptor
            var failure: Int32 = 0
            let sent = output.send { pieces in
                let result = rio_send(descriptor, pieces.baseAddress, Int32(pieces.count))
                if result < 0 { failure = Int32(-result) }
                return max(0, result)
            }
            sentCount += UInt64(sent)
            if failure == EAGAIN || failure == EWOULDBLOCK { break }
            if failure != 0 { throw Failure(description: "sending failed: \(systemMessage(failure))") }
        }
        let wanted: Interest = output.isEmpty ? .read : [.read, .write]
        if wanted != interest {
            interest = wanted
            loop.change(descriptor, to: wanted)
        }
    }

    /// Receives what has arrived, at most the buffer's size. `nil` when nothing has.
    func receive(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int? {
        let result = rio_receive(descriptor, buffer.baseAddress, buffer.count)
        if result > 0 { return result }
        if result == 0 { throw Failure(description: "the server closed the connection") }
        let code = Int32(-result)
        if code == EAGAIN || code == EWOULDBLOCK { return nil }
        throw Failure(description: "receiving failed: \(systemMessage(code))")
    }
}

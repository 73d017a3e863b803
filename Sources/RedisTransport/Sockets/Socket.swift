import CRedisIO

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A non-blocking socket with its output queue and, optionally, a TLS session.
///
/// libhiredis' context owns the descriptor and closes it.
package final class Socket: BufferOwner {
    /// Why a socket can no longer be used.
    package struct Failure: Error, CustomStringConvertible {
        /// What happened, as part of an error message.
        package var description: String
        package var isTLS = false
    }

    /// The keep-alive settings of a TCP connection. Zero keeps the system's default.
    package struct TCPOptions: Sendable, Hashable {
        package var keepaliveIdle: Duration
        package var keepaliveInterval: Duration
        package var keepaliveCount: Int
        package var userTimeout: Duration

        package init(
            keepaliveIdle: Duration, keepaliveInterval: Duration, keepaliveCount: Int, userTimeout: Duration
        ) {
            self.keepaliveIdle = keepaliveIdle
            self.keepaliveInterval = keepaliveInterval
            self.keepaliveCount = keepaliveCount
            self.userTimeout = userTimeout
        }
    }

    private let connection: OpaquePointer
    package let descriptor: Int32
    private let loop: EventLoop
    private var interest: Interest = .read
    @exclusivity(unchecked) private var output = OutputQueue()
    private var isClosed = false
    private var awaitsTrim = false
    @exclusivity(unchecked) private var session: TLSSession?
    /// The TLS session has to receive before it can send.
    private var sendingWantsToReceive = false
    /// The TLS session has to send before it can receive.
    private var receivingWantsToSend = false
    /// The number of bytes that the system has taken since the connection was opened.
    @exclusivity(unchecked) package private(set) var sentCount: UInt64 = 0

    /// Takes ownership of the connection.
    package init(taking connection: OpaquePointer, loop: EventLoop) {
        self.connection = connection
        self.loop = loop
        descriptor = rio_connection_fd(connection)
    }

    deinit { close() }

    /// Closes the socket. Unsent bytes are dropped.
    package func close() {
        guard !isClosed else { return }
        isClosed = true
        session?.sendCloseNotify()
        session = nil
        loop.stopWatching(descriptor)
        rio_connection_free(connection)
    }

    /// Sends and receives through a TLS session from now on. Its handshake must be done.
    package func secure(with session: TLSSession) {
        self.session = session
    }

    /// Whether received data may be buffered in the TLS session, of which the poller does not know.
    package var mayHoldMore: Bool { session != nil }

    /// The number of bytes that wait to be sent.
    package var waitingCount: Int { output.count }

    /// The number of bytes enqueued since the connection was opened.
    package var enqueuedCount: UInt64 { sentCount + UInt64(output.count) }

    /// Reports readiness to `handler`, which replaces the previous handler.
    package func watch(for interest: Interest, handler: any SocketHandler) {
        self.interest = interest
        loop.watch(descriptor, for: interest, handler: handler)
    }

    /// Sets keep-alive and user time-out, so that the kernel detects a vanished peer within seconds, and TCP_NODELAY.
    package func setOptions(_ options: TCPOptions) {
        func seconds(_ duration: Duration) -> Int32 { Int32(clamping: max(1, duration.components.seconds)) }
        rio_set_tcp_options(
            descriptor,
            rio_tcp_options(
                keepalive_idle_s: seconds(options.keepaliveIdle),
                keepalive_interval_s: seconds(options.keepaliveInterval),
                keepalive_count: Int32(clamping: options.keepaliveCount),
                user_timeout_ms: UInt32(clamping: options.userTimeout.clampedNanoseconds / 1_000_000)))
    }

    /// Adds the bytes of the range, with the large payloads inserted, to what ``flush()`` sends.
    package func enqueue(_ bytes: borrowing [UInt8], _ range: Range<Int>, _ insertions: borrowing [PayloadInsertion]) {
        output.append(bytes, range, insertions)
    }

    /// Sends as much as the system takes, and watches for writability when bytes are left.
    package func flush() throws(Failure) {
        sendingWantsToReceive = false
        while !output.isEmpty {
            guard try sendSome() else { break }
        }
        if output.holdsMuchMemory, !awaitsTrim {
            awaitsTrim = true
            loop.trimLater(self)
        }
        watchForWhatIsNeeded()
    }

    /// The memory of the output buffer, in bytes.
    package var outputCapacity: Int { output.bufferCapacity }

    package func trimBuffers() -> Bool {
        output.trim()
        awaitsTrim = output.holdsMuchMemory
        return awaitsTrim
    }

    /// Sends once. Returns whether bytes were sent.
    private func sendSome() throws(Failure) -> Bool {
        var result: Result<Int, Failure> = .success(0)
        let sent = output.send { pieces in
            result = session.map { send(pieces, through: $0) } ?? send(pieces)
            return (try? result.get()) ?? 0
        }
        sentCount += UInt64(sent)
        return try result.get() > 0
    }

    private func send(_ pieces: UnsafeBufferPointer<iovec>) -> Result<Int, Failure> {
        let result = rio_send(descriptor, pieces.baseAddress, Int32(pieces.count))
        if result >= 0 { return .success(result) }
        let code = Int32(-result)
        if code == EAGAIN || code == EWOULDBLOCK { return .success(0) }
        return .failure(Failure(description: "sending failed: \(systemMessage(code))"))
    }

    /// Sends one record at a time: the next call begins with the same bytes, as TLS requires.
    private func send(_ pieces: UnsafeBufferPointer<iovec>, through session: TLSSession) -> Result<Int, Failure> {
        guard let first = pieces.first else { return .success(0) }
        do {
            switch try session.write(UnsafeRawBufferPointer(start: first.iov_base, count: first.iov_len)) {
            case .bytes(let count): return .success(count)
            case .wantRead:
                sendingWantsToReceive = true
                return .success(0)
            case .wantWrite: return .success(0)
            case .closed: return .failure(Failure(description: "the server closed the connection"))
            }
        } catch {
            return .failure(Failure(error))
        }
    }

    private func watchForWhatIsNeeded() {
        let needsToSend = receivingWantsToSend || (!output.isEmpty && !sendingWantsToReceive)
        let wanted: Interest = needsToSend ? [.read, .write] : .read
        guard wanted != interest else { return }
        interest = wanted
        loop.change(descriptor, to: wanted)
    }

    /// Receives at most the buffer's size. Returns `nil` when nothing has arrived.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int? {
        if let session { return try receive(into: buffer, through: session) }
        let result = rio_receive(descriptor, buffer.baseAddress, buffer.count)
        if result > 0 { return result }
        if result == 0 { throw Failure(description: "the server closed the connection") }
        let code = Int32(-result)
        if code == EAGAIN || code == EWOULDBLOCK { return nil }
        throw Failure(description: "receiving failed: \(systemMessage(code))")
    }

    private func receive(
        into buffer: UnsafeMutableRawBufferPointer, through session: TLSSession
    ) throws(Failure) -> Int? {
        let transfer: TLSTransfer
        do {
            transfer = try session.read(into: buffer)
        } catch {
            throw Failure(error)
        }
        switch transfer {
        case .bytes(let count): return count
        case .closed: throw Failure(description: "the server closed the connection")
        case .wantRead, .wantWrite:
            receivingWantsToSend = transfer == .wantWrite
            if sendingWantsToReceive { try flush() } else { watchForWhatIsNeeded() }
            return nil
        }
    }

    /// Calls the handler again at the next turn, because the TLS session may have buffered data.
    package func receiveAgain() {
        if session != nil { loop.callAgain(descriptor) }
    }
}

extension Socket.Failure {
    init(_ failure: TLSFailure) {
        self.init(description: failure.reason, isTLS: failure.code != .closed)
    }
}

internal import CRedisIO

/// The state of a handshake.
package enum TLSProgress: Sendable, Hashable {
    case done
    /// Continue when the socket is readable.
    case wantRead
    /// Continue when the socket is writable.
    case wantWrite
}

/// The result of a read or a write.
package enum TLSTransfer: Sendable, Hashable {
    /// This many bytes were transferred, possibly fewer than offered.
    case bytes(Int)
    /// Nothing was transferred; continue when the socket is readable.
    case wantRead
    /// Nothing was transferred; continue when the socket is writable.
    case wantWrite
    /// The server sent close_notify: nothing more will come.
    case closed
}

/// TLS on one connected, non-blocking socket.
///
/// No call blocks or raises SIGPIPE. A session is used by one thread at a time and must not outlive its descriptor,
/// which the caller closes. After an error the session is unusable: every further call throws the same error.
package final class TLSSession {
    private let handle: OpaquePointer

    /// Creates a session. Nothing is sent yet.
    ///
    /// - Parameter serverName: The name that the certificate must cover, and that SNI announces unless it is an IP
    ///   address. May be `nil` when host names are not verified.
    package init(_ context: TLSContext, descriptor: Int32, serverName: String?) throws(TLSFailure) {
        if serverName?.utf8.contains(0) ?? false {
            // C would check the certificate against the part before it.
            throw TLSFailure(.configuration, "the TLS server name holds a NUL character")
        }
        handle = try withFailureReason(.configuration) { reason, size in
            guard let serverName else { return rio_tls_session_new(context.handle, descriptor, nil, reason, size) }
            return rio_tls_session_new(context.handle, descriptor, serverName, reason, size)
        }
    }

    deinit {
        rio_tls_session_free(handle)
    }

    /// Continues the handshake as far as the socket allows.
    package func handshake() throws(TLSFailure) -> TLSProgress {
        switch rio_tls_handshake(handle) {
        case 1: return .done
        case Int32(RIO_TLS_WANT_READ): return .wantRead
        case Int32(RIO_TLS_WANT_WRITE): return .wantWrite
        default: throw failure()
        }
    }

    /// Decrypts received bytes, at most one record (16 KiB) a call.
    ///
    /// The session reads ahead: read until `.wantRead`, or look at
    /// ``hasPending``, before waiting for readability; also right after the handshake.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSFailure) -> TLSTransfer {
        guard let start = buffer.baseAddress, buffer.count > 0 else { return .bytes(0) }
        return try transfer(rio_tls_read(handle, start, buffer.count))
    }

    /// Encrypts and sends as much as the socket takes, or less: call again until `.wantWrite`.
    ///
    /// After `.wantRead` or `.wantWrite` the next write must begin with the same bytes, because some of them may be
    /// encrypted already; they may lie elsewhere in memory, and more may follow them.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(TLSFailure) -> TLSTransfer {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return .bytes(0) }
        return try transfer(rio_tls_write(handle, start, bytes.count))
    }

    /// Whether a read may return bytes although the socket is not readable.
    package var hasPending: Bool { rio_tls_pending(handle) }

    /// Ends a handshake that timed out, and returns why.
    ///
    /// A plain-text Redis takes the beginning of a TLS handshake for an unfinished line and does not answer, so a wrong
    /// port usually shows as a time-out. An earlier error is returned again.
    package func giveUp() -> TLSFailure {
        rio_tls_give_up(handle)
        return failure()
    }

    /// The version in use, such as `TLSv1.3`; meaningful once the handshake is done.
    package var version: String { String(cString: rio_tls_version(handle)) }

    /// Sends close_notify if the socket takes it at once. Close the socket afterwards.
    package func sendCloseNotify() {
        rio_tls_send_close_notify(handle)
    }

    private func transfer(_ result: Int) throws(TLSFailure) -> TLSTransfer {
        switch result {
        case 1...: return .bytes(result)
        case Int(RIO_TLS_CLOSED): return .closed
        case Int(RIO_TLS_WANT_READ): return .wantRead
        case Int(RIO_TLS_WANT_WRITE): return .wantWrite
        default: throw failure()
        }
    }

    private func failure() -> TLSFailure {
        TLSFailure(.init(rio_tls_failure_kind(handle)), String(cString: rio_tls_reason(handle)))
    }
}

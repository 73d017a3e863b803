internal import CRedisIO

/// How far a handshake has come.
package enum TLSProgress: Sendable, Hashable {
    case done
    /// Go on when the socket is readable.
    case wantRead
    /// Go on when the socket is writable.
    case wantWrite
}

/// What became of a read or a write.
package enum TLSTransfer: Sendable, Hashable {
    /// This many bytes were moved, fewer perhaps than offered.
    case bytes(Int)
    /// Nothing was moved; go on when the socket is readable.
    case wantRead
    /// Nothing was moved; go on when the socket is writable.
    case wantWrite
    /// The server said its farewell: nothing more will come.
    case closed
}

/// TLS on one connected, non-blocking socket.
///
/// No call waits or raises SIGPIPE. A session belongs to one thread at a time, and must not outlive its descriptor,
/// which stays the caller's to close. After an error it is of no more use: every further call throws the same.
package final class TLSSession {
    private let handle: OpaquePointer

    /// Makes a session; nothing is sent yet.
    ///
    /// - Parameter serverName: What the certificate is checked against, and what SNI announces unless it is an IP
    ///   address. May be `nil` when host names are not verified.
    package init(_ context: TLSContext, descriptor: Int32, serverName: String?) throws(TLSFailure) {
        if serverName?.utf8.contains(0) ?? false {
            // C would check the certificate against what stands before it.
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

    /// Goes on with the handshake as far as the socket allows.
    package func handshake() throws(TLSFailure) -> TLSProgress {
        switch rio_tls_handshake(handle) {
        case 1: return .done
        case Int32(RIO_TLS_WANT_READ): return .wantRead
        case Int32(RIO_TLS_WANT_WRITE): return .wantWrite
        default: throw failure()
        }
    }

    /// Decrypts what has arrived, at most one record (16 KiB) a call.
    ///
    /// The session takes bytes off the socket ahead of what it returns: read until `.wantRead`, or look at
    /// ``hasPending``, before waiting for readability; also right after the handshake.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(TLSFailure) -> TLSTransfer {
        guard let start = buffer.baseAddress, buffer.count > 0 else { return .bytes(0) }
        return try transfer(rio_tls_read(handle, start, buffer.count))
    }

    /// Encrypts and sends, as much as the socket takes or less: go on until `.wantWrite`.
    ///
    /// After `.wantRead` or `.wantWrite` the next write must begin with the same bytes, because some of them may be
    /// encrypted already; they may lie elsewhere in memory, and more may follow them.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(TLSFailure) -> TLSTransfer {
        guard let start = bytes.baseAddress, bytes.count > 0 else { return .bytes(0) }
        return try transfer(rio_tls_write(handle, start, bytes.count))
    }

    /// Whether a read may give something although the socket is not readable.
    package var hasPending: Bool { rio_tls_pending(handle) }

    /// Ends a handshake whose time is up, and tells what to do about it.
    ///
    /// A plain-text Redis takes the beginning of a TLS handshake for an unfinished line and stays silent, so most
    /// wrong ports show in no other way. An error that came before is given again.
    package func giveUp() -> TLSFailure {
        rio_tls_give_up(handle)
        return failure()
    }

    /// The version in use, such as `TLSv1.3`; meaningful once the handshake is done.
    package var version: String { String(cString: rio_tls_version(handle)) }

    /// Tells the server that nothing more will come, if the socket takes it at once. To be followed by closing it.
    package func sayGoodbye() {
        rio_tls_say_goodbye(handle)
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

extension TLSFailure.Code {
    fileprivate init(_ plain: rio_tls_failure) {
        switch plain {
        case RIO_TLS_FAILURE_CONFIGURATION: self = .configuration
        case RIO_TLS_FAILURE_CERTIFICATE_EXPIRED: self = .certificateExpired
        case RIO_TLS_FAILURE_CERTIFICATE_NOT_YET_VALID: self = .certificateNotYetValid
        case RIO_TLS_FAILURE_HOST_MISMATCH: self = .hostMismatch
        case RIO_TLS_FAILURE_SELF_SIGNED: self = .selfSigned
        case RIO_TLS_FAILURE_UNKNOWN_AUTHORITY: self = .unknownAuthority
        case RIO_TLS_FAILURE_CERTIFICATE_INVALID: self = .certificateInvalid
        case RIO_TLS_FAILURE_NOT_TLS: self = .notTLS
        case RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REQUIRED: self = .clientCertificateRequired
        case RIO_TLS_FAILURE_CLIENT_CERTIFICATE_REFUSED: self = .clientCertificateRefused
        case RIO_TLS_FAILURE_VERSION_MISMATCH: self = .versionMismatch
        case RIO_TLS_FAILURE_HANDSHAKE_REFUSED: self = .handshakeRefused
        case RIO_TLS_FAILURE_HANDSHAKE_TIMEOUT: self = .handshakeTimeout
        case RIO_TLS_FAILURE_CLOSED: self = .closed
        default: self = .protocolError
        }
    }
}

internal import CRedisIO

/// Why a TLS session could not be established or ended.
package struct TLSFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    package enum Code: Sendable, Hashable, CaseIterable {
        /// An option cannot be used as it stands: a missing or unusable file, an invalid server name.
        case configuration
        case certificateExpired
        case certificateNotYetValid
        /// The server's certificate does not cover the name.
        case hostMismatch
        case selfSigned
        case unknownAuthority
        /// Any other problem of the server's certificate: wrong purpose, weak key, broken signature.
        case certificateInvalid
        /// The server answers in plain text.
        case notTLS
        case clientCertificateRequired
        case clientCertificateRefused
        case versionMismatch
        /// The server ended the handshake with an alert for another reason.
        case handshakeRefused
        /// The handshake timed out: see ``TLSSession/giveUp()``.
        case handshakeTimeout
        /// The connection was closed or reset without close_notify: the received data may be
        /// incomplete.
        case closed
        /// The received bytes are not valid TLS.
        case protocolError
    }

    package let code: Code
    /// What happened and what to do about it. It names files and hosts, never a secret.
    package let reason: String

    package init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    package var description: String { reason }
}

extension TLSFailure.Code {
    init(_ plain: rio_tls_failure) {
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

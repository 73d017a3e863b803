/// Why TLS could not be used or came to its end, in words for the person who must act on it.
package struct TLSFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it was.
    package enum Code: Sendable, Hashable, CaseIterable {
        /// An option cannot be used as it stands: a missing or unusable file, a server name that is none.
        case configuration
        case certificateExpired
        case certificateNotYetValid
        /// The server's certificate is for other names.
        case hostMismatch
        case selfSigned
        case unknownAuthority
        /// Any other fault of the server's certificate: wrong purpose, weak key, broken signature.
        case certificateInvalid
        /// The port answers, but in plain text.
        case notTLS
        case clientCertificateRequired
        case clientCertificateRefused
        case versionMismatch
        /// The server ended the handshake for another reason, which it named.
        case handshakeRefused
        /// The caller's time was up: see ``TLSSession/giveUp()``.
        case handshakeTimeout
        /// The connection was closed or reset without TLS's farewell: nothing that came may be taken for complete.
        case closed
        /// What came is not valid TLS.
        case protocolError
    }

    package let code: Code
    /// What happened and what to do about it. Names files and hosts, never a secret.
    package let reason: String

    package init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    package var description: String { reason }
}

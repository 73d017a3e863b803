extension RedisConfiguration {
    /// How a connection is encrypted and the server's certificate checked.
    ///
    /// The defaults are the safe ones: TLS 1.2 or later, the certificate checked against the system's authorities, its
    /// name checked against the host.
    public struct TLS: Sendable, Hashable {
        /// How much of the server's certificate is checked. Default: ``Verification/full``.
        public var verification: Verification
        /// The authorities whose certificates are trusted. Default: ``TrustRoots/system``.
        public var trustRoots: TrustRoots
        /// The name sent to the server (SNI) and looked for in its certificate. Default: `nil`, the endpoint's host.
        ///
        /// Set it when the endpoint is an address, a tunnel or a Unix socket.
        public var serverName: String?
        /// A PEM file with the client's certificate, followed by the authorities between it and the root.
        /// Default: `nil`, no client certificate. Goes together with ``privateKeyFile``.
        public var certificateChainFile: String?
        /// A PEM file with the private key of ``certificateChainFile``, not encrypted. Default: `nil`.
        public var privateKeyFile: String?
        /// The oldest version of TLS that is accepted. Default: ``Version/v1_2``.
        public var minimumVersion: Version

        /// Makes TLS settings; whatever is left out has the default given at the property.
        public init(
            verification: Verification = .full,
            trustRoots: TrustRoots = .system,
            serverName: String? = nil,
            certificateChainFile: String? = nil,
            privateKeyFile: String? = nil,
            minimumVersion: Version = .v1_2
        ) {
            self.verification = verification
            self.trustRoots = trustRoots
            self.serverName = serverName
            self.certificateChainFile = certificateChainFile
            self.privateKeyFile = privateKeyFile
            self.minimumVersion = minimumVersion
        }

        /// How much of the server's certificate is checked.
        public enum Verification: String, Sendable, Hashable, CaseIterable {
            /// The chain of authorities, the dates and the name.
            case full
            /// The chain of authorities and the dates, but not the name: for servers reached by an address that their
            /// certificate does not name.
            case withoutHostname = "without-hostname"
            /// Nothing. The connection is encrypted, but anyone may be at its other end: for tests only.
            case none
        }

        /// The authorities whose certificates are trusted.
        public enum TrustRoots: Sendable, Hashable {
            /// What the operating system trusts.
            case system
            /// The certificates of one PEM file, and no others.
            case file(String)
            /// The certificates of a directory in the form that `openssl rehash` makes, and no others.
            case directory(String)
        }

        /// A version of TLS.
        public enum Version: String, Sendable, Hashable, CaseIterable {
            /// TLS 1.2.
            case v1_2 = "1.2"
            /// TLS 1.3.
            case v1_3 = "1.3"
        }
    }
}

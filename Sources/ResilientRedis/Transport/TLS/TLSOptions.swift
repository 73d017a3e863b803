/// What a TLS connection demands of the server, and what it shows of itself.
package struct TLSOptions: Sendable, Hashable {
    /// How far the server's certificate is checked.
    package enum Verification: Sendable, Hashable {
        /// The chain up to a trust root, the dates, and the host name.
        case full
        /// The chain and the dates, for certificates that carry other names than the ones in use.
        case withoutHostname
        /// Nothing: the traffic is encrypted, but whoever answers is believed.
        case none
    }

    /// The authorities that the server's certificate may come from.
    package enum TrustRoots: Sendable, Hashable {
        /// Those of OpenSSL's default file and folder, or of `SSL_CERT_FILE` and `SSL_CERT_DIR`.
        case system
        /// Those in a PEM file, and no others.
        case file(String)
        /// Those in the PEM files of a folder, whatever the files' names, and no others.
        case directory(String)
    }

    /// The oldest version of TLS that is accepted.
    package enum Version: Sendable, Hashable {
        case v1_2
        case v1_3
    }

    package var verification: Verification
    package var trustRoots: TrustRoots
    /// The client certificate and its intermediates in PEM form, the client's own first.
    package var certificateChainFile: String?
    /// The client certificate's key in PEM form, not encrypted. `nil` means that the chain file holds it as well.
    package var privateKeyFile: String?
    package var minimumVersion: Version

    package init(
        verification: Verification = .full, trustRoots: TrustRoots = .system, certificateChainFile: String? = nil,
        privateKeyFile: String? = nil, minimumVersion: Version = .v1_2
    ) {
        self.verification = verification
        self.trustRoots = trustRoots
        self.certificateChainFile = certificateChainFile
        self.privateKeyFile = privateKeyFile
        self.minimumVersion = minimumVersion
    }
}

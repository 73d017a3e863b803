internal import CRedisIO

/// What a TLS context is made from: whom to trust, what to show, and how much to check.
package struct TLSOptions: Sendable, Hashable {
    /// How much of the peer's certificate is checked.
    package enum Verification: Sendable, Hashable { case full, withoutHostname, none }

    /// The authorities whose certificates are trusted.
    package enum TrustRoots: Sendable, Hashable {
        case system
        case file(String)
        case directory(String)
    }

    /// The oldest version of TLS that is accepted.
    package enum Version: Sendable, Hashable { case v1_2, v1_3 }

    package var verification: Verification
    package var trustRoots: TrustRoots
    package var certificateChainFile: String?
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

extension TLSOptions.Verification {
    var plain: rio_tls_verification {
        switch self {
        case .full: RIO_TLS_VERIFY_FULL
        case .withoutHostname: RIO_TLS_VERIFY_WITHOUT_HOSTNAME
        case .none: RIO_TLS_VERIFY_NONE
        }
    }
}

extension TLSOptions.TrustRoots {
    var plain: rio_tls_trust {
        switch self {
        case .system: RIO_TLS_TRUST_SYSTEM
        case .file: RIO_TLS_TRUST_FILE
        case .directory: RIO_TLS_TRUST_DIRECTORY
        }
    }

    var path: String? {
        switch self {
        case .system: nil
        case .file(let path), .directory(let path): path
        }
    }
}

extension TLSOptions.Version {
    var plain: rio_tls_minimum_version {
        switch self {
        case .v1_2: RIO_TLS_MINIMUM_1_2
        case .v1_3: RIO_TLS_MINIMUM_1_3
        }
    }
}

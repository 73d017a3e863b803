internal import CRedisIO

/// The settings of a TLS context: trust roots, client certificate, and verification.
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

/// The trust roots and the client certificate that all TLS sessions of one configuration share.
///
/// The initialiser reads files, so it is not called on the event loop's thread. Renewed files are read by creating a
/// new context; a session retains the context it was created with.
package final class TLSContext: Sendable {
    /// Safe to share: the C context is immutable once created, and its reference count is atomic.
    nonisolated(unsafe) let handle: OpaquePointer

    package init(_ options: TLSOptions) throws(TLSFailure) {
        let paths = [options.trustRoots.path, options.certificateChainFile, options.privateKeyFile]
        if paths.contains(where: { $0?.utf8.contains(0) ?? false }) {
            // C would silently use the part before it.
            throw TLSFailure(.configuration, "a TLS file's path holds a NUL character")
        }
        handle = try withFailureReason(.configuration) { reason, size in
            withOptionalCString(paths[0]) { trustPath in
                withOptionalCString(paths[1]) { chain in
                    withOptionalCString(paths[2]) { key in
                        var plain = rio_tls_options(
                            verification: options.verification.plain, trust: options.trustRoots.plain,
                            trust_path: trustPath, certificate_chain_file: chain, private_key_file: key,
                            minimum_version: options.minimumVersion.plain)
                        return rio_tls_context_new(&plain, reason, size)
                    }
                }
            }
        }
    }

    deinit {
        rio_tls_context_release(handle)
    }
}

/// Calls C code that returns `nil` and writes the reason into a buffer.
func withFailureReason(
    _ code: TLSFailure.Code, _ body: (UnsafeMutablePointer<CChar>, Int) -> OpaquePointer?
) throws(TLSFailure) -> OpaquePointer {
    let size = Int(RIO_TLS_REASON_SIZE)
    let result: Result<OpaquePointer, TLSFailure> = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) {
        $0.initialize(repeating: 0)
        guard let start = $0.baseAddress else { return .failure(TLSFailure(code, "out of memory")) }
        return body(start, size).map { .success($0) } ?? .failure(TLSFailure(code, String(cString: start)))
    }
    return try result.get()
}

private func withOptionalCString<Result>(_ string: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let string else { return body(nil) }
    return string.withCString(body)
}

internal import CRedisIO

/// What all TLS sessions of one configuration share: the trust roots and the client certificate, read once.
///
/// Making one reads files, so it does not belong on the event loop's thread. Certificates that are renewed on disk are
/// noticed by making a new context; sessions keep theirs alive.
package final class TLSContext: Sendable {
    /// Unsafe only in the compiler's eyes: the C context never changes once made, and counts its references atomically.
    nonisolated(unsafe) let handle: OpaquePointer

    package init(_ options: TLSOptions) throws(TLSFailure) {
        let paths = [options.trustRoots.path, options.certificateChainFile, options.privateKeyFile]
        if paths.contains(where: { $0?.utf8.contains(0) ?? false }) {
            // C would silently use what stands before it.
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

/// Calls C code that returns nil after writing down why.
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

/// The certificates of a private server's TLS port.
public struct TLSFiles: Sendable, Hashable {
    /// Whether a client must send a certificate.
    public enum ClientCertificates: String, Sendable {
        /// No certificate is requested of clients.
        case ignored = "no"
        /// A certificate that a client sends must be valid.
        case optional
        /// Clients without a valid certificate are refused.
        case required = "yes"
    }

    /// Path of the server's certificate, PEM.
    public var certificate: String
    /// Path of the private key, PEM.
    public var privateKey: String
    /// Path of the authority that clients' certificates are checked against, PEM.
    public var authority: String?
    /// Whether clients must send a certificate.
    public var clientCertificates: ClientCertificates
    /// Removes the files when they are not needed any more; `nil` when they are the caller's own.
    public private(set) var certificates: TestCertificates?

    /// Names the files; they are read by the server when it starts.
    ///
    /// - Parameters:
    ///   - certificate: Path of the server's certificate, PEM.
    ///   - privateKey: Path of the private key, PEM.
    ///   - authority: Path of the authority for clients' certificates, PEM; needed unless they are `.ignored`.
    ///   - clientCertificates: Whether clients must send a certificate. Default: `.ignored`.
    public init(
        certificate: String,
        privateKey: String,
        authority: String? = nil,
        clientCertificates: ClientCertificates = .ignored
    ) {
        self.certificate = certificate
        self.privateKey = privateKey
        self.authority = authority
        self.clientCertificates = clientCertificates
    }

    /// Makes certificates in a temporary folder, which is removed with the last copy of this value and the server.
    ///
    /// ```swift
    /// let tls = try TLSFiles.made()                       // clients trust tls.certificates?.authorityFile
    /// let expired = try TLSFiles.made(.expiredServer)
    /// let server = try await RedisServer.start(tls: expired)
    /// ```
    ///
    /// - Parameters:
    ///   - kind: The certificate of the server. Default: `.server`, a valid one; others have expired, are for
    ///     another host, or of an unknown authority.
    ///   - certificates: The authority that issues it, so that several servers can share one. Default: a new one.
    ///   - clientCertificates: Whether clients must send a certificate. Default: `.ignored`.
    /// - Throws: ``TestCertificatesError`` when `openssl` is missing or fails, or an error of the file system.
    public static func made(
        _ kind: TestCertificates.Kind = .server,
        by certificates: TestCertificates? = nil,
        clientCertificates: ClientCertificates = .ignored
    ) throws -> TLSFiles {
        let certificates = try certificates ?? TestCertificates()
        let identity = try certificates.identity(kind)
        var files = TLSFiles(
            certificate: identity.certificateFile,
            privateKey: identity.privateKeyFile,
            authority: certificates.authorityFile,
            clientCertificates: clientCertificates
        )
        files.certificates = certificates
        return files
    }
}

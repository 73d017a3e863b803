/// The certificates of a private server's TLS port.
public struct TLSFiles: Sendable, Hashable {
    /// Whether a client must show a certificate of its own.
    public enum ClientCertificates: String, Sendable {
        /// Clients are not asked for one.
        case ignored = "no"
        /// A certificate that is shown must be valid.
        case optional
        /// Clients without a valid certificate are turned away.
        case required = "yes"
    }

    /// Path of the server's certificate, PEM.
    public var certificate: String
    /// Path of the private key, PEM.
    public var privateKey: String
    /// Path of the authority that clients' certificates are checked against, PEM.
    public var authority: String?
    /// Whether clients must show a certificate.
    public var clientCertificates: ClientCertificates

    /// Names the files; they are read by the server when it starts.
    ///
    /// - Parameters:
    ///   - certificate: Path of the server's certificate, PEM.
    ///   - privateKey: Path of the private key, PEM.
    ///   - authority: Path of the authority for clients' certificates, PEM; needed unless they are `.ignored`.
    ///   - clientCertificates: Whether clients must show a certificate; `.ignored` by default.
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
}

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import Synchronization

/// Certificates for tests of TLS, good ones and every kind of bad one, made on the spot.
///
/// Each instance has a certificate authority of its own in a temporary folder, which is removed with the instance, and
/// when this process ends in whatever way.
/// Certificates are issued on first use, by the command-line tool `openssl` (OpenSSL or LibreSSL),
/// which takes some 20 ms each. Keys are on the curve P-256.
///
/// ```swift
/// let certificates = try TestCertificates()
/// let server = try certificates.identity(.server)
/// // redis-server --tls-cert-file <server.certificateFile> --tls-key-file <server.privateKeyFile>
/// //              --tls-ca-cert-file <certificates.authorityFile> …
/// ```
public final class TestCertificates: Sendable {
    /// A certificate and its key, as files in PEM form.
    public struct Identity: Sendable, Hashable {
        /// The certificate's path.
        public let certificateFile: String
        /// The path of the certificate's key, which is not encrypted.
        public let privateKeyFile: String
    }

    /// What a certificate is for, and what is wrong with it.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A server's, without fault.
        case server
        /// A client's, without fault.
        case client
        /// A server's that expired yesterday.
        case expiredServer
        /// A server's that becomes valid tomorrow.
        case futureServer
        /// A server's for `elsewhere.invalid` and `192.0.2.1`.
        case wrongHostServer
        /// A server's that vouches for itself.
        case selfSignedServer
        /// A server's, of an authority that no client trusts.
        case unknownServer
        /// A client's that expired yesterday.
        case expiredClient
        /// A client's, of an authority that the server does not trust.
        case unknownClient
    }

    /// The folder that holds everything.
    public let directory: String
    /// The authority's certificate: what the other side must trust.
    public var authorityFile: String { authorityDirectory + "/authority.pem" }
    /// A folder with nothing but the authority's certificate.
    public let authorityDirectory: String
    /// The names and addresses that server certificates are for.
    public let hosts: [String]

    private let folder: ServerFolder
    private let issued = Mutex<[Kind: Identity]>([:])
    private let authority: CertificateAuthority
    private let unknownAuthority: CertificateAuthority

    /// Makes a certificate authority.
    ///
    /// - Parameters:
    ///   - hosts: The host names and IP addresses that server certificates are for.
    ///   - authorityHasExpired: Whether the authority's own certificate expired yesterday. Defaults to `false`.
    /// - Throws: ``TestCertificatesError`` when `openssl` is missing or fails, ``FaultInjectionError`` when the system
    ///   has no folder or process left, or an error of the file system.
    public init(hosts: [String] = ["localhost", "127.0.0.1", "::1"], authorityHasExpired: Bool = false) throws {
        folder = try ServerFolder()
        directory = folder.path
        authorityDirectory = folder.path + "/authorities"
        self.hosts = hosts
        let workplace = folder.path + "/work"
        do {
            for inner in [authorityDirectory, workplace] {
                try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: false)
            }
            authority = try CertificateAuthority(
                name: "Test Authority", certificateFile: authorityDirectory + "/authority.pem",
                workplace: workplace + "/known", validity: authorityHasExpired ? .past : .present)
            unknownAuthority = try CertificateAuthority(
                name: "Unknown Authority", certificateFile: workplace + "/unknown.pem",
                workplace: workplace + "/unknown", validity: .present)
        } catch {
            folder.remove()
            throw error
        }
    }

    deinit {
        remove()
    }

    /// The certificate of a kind and its key, issued at the first call.
    ///
    /// - Throws: ``TestCertificatesError`` when `openssl` fails, or an error of the file system.
    public func identity(_ kind: Kind) throws -> Identity {
        try issued.withLock { issued in
            if let known = issued[kind] { return known }
            let new = try issue(kind)
            issued[kind] = new
            return new
        }
    }

    /// Removes the folder and all that is in it. Happens by itself when the instance goes.
    public func remove() {
        folder.remove()
    }

    private func issue(_ kind: Kind) throws -> Identity {
        let identity = Identity(
            certificateFile: "\(directory)/\(kind.rawValue).pem", privateKeyFile: "\(directory)/\(kind.rawValue).key")
        let isClient = [.client, .expiredClient, .unknownClient].contains(kind)
        let isUnknown = [.unknownServer, .unknownClient].contains(kind)
        let names = kind == .wrongHostServer ? ["elsewhere.invalid", "192.0.2.1"] : hosts
        let validity: CertificateValidity =
            switch kind {
            case .expiredServer, .expiredClient: .past
            case .futureServer: .future
            default: .present
            }
        try (isUnknown ? unknownAuthority : authority).issue(
            identity, name: "test \(kind.rawValue)", usage: isClient ? .client : .server(names), validity: validity,
            selfSigned: kind == .selfSignedServer)
        return identity
    }
}

extension TestCertificates: Hashable {
    /// Whether both are the same instance.
    public static func == (left: TestCertificates, right: TestCertificates) -> Bool { left === right }

    /// Feeds the instance's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

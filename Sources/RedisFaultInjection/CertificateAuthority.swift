#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// When a certificate is valid, seen from now.
enum CertificateValidity {
    case past
    case present
    case future

    /// The first and the last moment, as `openssl ca` takes them: `20260131235959Z`.
    var dates: (from: String, until: String) {
        let day: TimeInterval = 86_400
        let (from, until): (TimeInterval, TimeInterval) =
            switch self {
            case .past: (-2 * day, -day)
            case .present: (-day, 30 * day)
            case .future: (day, 30 * day)
            }
        func text(_ offset: TimeInterval) -> String {
            Date(timeIntervalSinceNow: offset).formatted(.iso8601).filter(\.isNumber) + "Z"
        }
        return (text(from), text(until))
    }
}

/// What a certificate may be used for.
enum CertificateUsage {
    case authority
    case server(_ hosts: [String])
    case client

    var extensions: String {
        switch self {
        case .authority:
            return "basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign\n"
        case .client:
            return "basicConstraints=critical,CA:false\nextendedKeyUsage=clientAuth\n"
        case .server(let hosts):
            let names = hosts.map { Self.isAddress($0) ? "IP:\($0)" : "DNS:\($0)" }.joined(separator: ",")
            return "basicConstraints=critical,CA:false\nextendedKeyUsage=serverAuth\n"
                + (names.isEmpty ? "" : "subjectAltName=\(names)\n")
        }
    }

    private static func isAddress(_ host: String) -> Bool {
        host.contains(":") || (host.split(separator: ".").count == 4 && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}

/// A private certificate authority, run by the `openssl` tool in a folder of its own.
///
/// `openssl ca` is the one subcommand that sets both dates of a certificate in every version of OpenSSL and LibreSSL.
/// It keeps its books in files, so an authority issues one certificate at a time.
struct CertificateAuthority: Sendable {
    private let workplace: String
    private let certificateFile: String

    init(name: String, certificateFile: String, workplace: String, validity: CertificateValidity) throws {
        self.workplace = workplace
        self.certificateFile = certificateFile
        try FileManager.default.createDirectory(atPath: workplace, withIntermediateDirectories: false)
        try write("", to: "index.txt")
        try write("1000", to: "serial")
        try write(
            """
            [ca]
            default_ca=books
            [books]
            database=\(workplace)/index.txt
            serial=\(workplace)/serial
            new_certs_dir=\(workplace)
            default_md=sha256
            unique_subject=no
            policy=anything
            [anything]
            commonName=supplied
            [req]
            distinguished_name=subject
            [subject]

            """, to: "openssl.cnf")
        try OpenSSLTool.run(["ecparam", "-name", "prime256v1", "-out", path("curve")], log: path("log"))
        let own = TestCertificates.Identity(certificateFile: certificateFile, privateKeyFile: path("authority.key"))
        try issue(own, name: name, usage: .authority, validity: validity, selfSigned: true)
    }

    func issue(
        _ identity: TestCertificates.Identity, name: String, usage: CertificateUsage, validity: CertificateValidity,
        selfSigned: Bool = false
    ) throws {
        try OpenSSLTool.run(
            [
                "req", "-new", "-newkey", "ec:" + path("curve"), "-nodes", "-sha256", "-subj", "/CN=" + name,
                "-config", path("openssl.cnf"), "-keyout", identity.privateKeyFile, "-out", path("request"),
            ], log: path("log"))
        try write(usage.extensions, to: "extensions")
        let signer =
            selfSigned
            ? ["-selfsign", "-keyfile", identity.privateKeyFile]
            : ["-cert", certificateFile, "-keyfile", path("authority.key")]
        let dates = validity.dates
        try OpenSSLTool.run(
            [
                "ca", "-batch", "-notext", "-config", path("openssl.cnf"), "-extfile", path("extensions"),
                "-startdate", dates.from, "-enddate", dates.until, "-in", path("request"),
                "-out", identity.certificateFile,
            ] + signer, log: path("log"))
    }

    private func path(_ name: String) -> String { workplace + "/" + name }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }
}

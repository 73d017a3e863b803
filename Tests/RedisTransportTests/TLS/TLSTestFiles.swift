import Foundation
import RedisFaultInjection

/// Files beside the test certificates, gone with them.
struct TLSTestFiles {
    let certificates: TestCertificates

    init(_ certificates: TestCertificates) {
        self.certificates = certificates
    }

    func write(_ text: String, to name: String) throws -> String {
        let path = certificates.directory + "/" + name
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    func content(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    /// Key and certificate in one file.
    func combined(_ kind: TestCertificates.Kind) throws -> String {
        let identity = try certificates.identity(kind)
        return try write(
            content(identity.privateKeyFile) + content(identity.certificateFile), to: "combined-\(kind.rawValue).pem")
    }

    func folder(_ name: String) throws -> String {
        let path = certificates.directory + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// The same key behind a pass phrase.
    func encrypted(_ key: String) throws -> String {
        let process = Process()
        let path = certificates.directory + "/locked.key"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl", "pkcs8", "-topk8", "-in", key, "-out", path, "-passout", "pass:secret"]
        try process.run()
        process.waitUntilExit()
        return path
    }
}

import Foundation
import RedisFaultInjection
import Testing

@Suite("Test certificates")
struct CertificatesTests {
    @Test("Every kind is issued as two PEM files", arguments: TestCertificates.Kind.allCases)
    func everyKind(_ kind: TestCertificates.Kind) throws {
        let certificates = try TestCertificates()
        let identity = try certificates.identity(kind)
        let certificate = try String(contentsOfFile: identity.certificateFile, encoding: .utf8)
        let key = try String(contentsOfFile: identity.privateKeyFile, encoding: .utf8)
        #expect(certificate.contains("-----BEGIN CERTIFICATE-----"))
        #expect(key.contains("PRIVATE KEY-----"))
    }

    @Test("The same kind is issued once")
    func issuedOnce() throws {
        let certificates = try TestCertificates()
        let first = try certificates.identity(.server)
        let content = try String(contentsOfFile: first.certificateFile, encoding: .utf8)
        let second = try certificates.identity(.server)
        #expect(first == second)
        #expect(try String(contentsOfFile: second.certificateFile, encoding: .utf8) == content)
    }

    @Test("The folder with the keys is private to the user and is removed with the instance")
    func folderGoes() throws {
        var certificates: TestCertificates? = try TestCertificates()
        let folder = try #require(certificates?.directory)
        let permissions = try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? NSNumber
        #expect(permissions?.intValue == 0o700)
        certificates = nil
        #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test("A name that openssl does not take fails with openssl's own words")
    func impossibleName() throws {
        let certificates = try TestCertificates(hosts: ["1::2::3"])
        #expect {
            try certificates.identity(.server)
        } throws: { error in
            "\(error)".contains("openssl ca") && "\(error)".contains("1::2::3")
        }
    }
}

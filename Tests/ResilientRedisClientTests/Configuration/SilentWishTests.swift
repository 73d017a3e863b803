import Foundation
import ResilientRedisClient
import Testing

@Suite("Configuration: conflicting or unsupported settings")
struct SilentWishTests {
    @Test(
        "An option that asks for encryption is refused where the scheme is plain text",
        arguments: [
            "ssl=true", "tls=1", "ssl", "useSsl=yes", "ssl_cert_reqs=required", "ssl_ca_certs=/ca.pem", "ssl=?",
        ])
    func encryptionByOption(_ option: String) throws {
        for scheme in ["redis", "valkey"] {
            let error = try #require(throws: RedisConfigurationError.self) {
                try RedisConfiguration(url: "\(scheme)://:pw@host?\(option)")
            }
            #expect(error.field == "tls")
            #expect(error.advice.contains("\(scheme)s://"), "\(error)")
        }
    }

    @Test("An option that asks for what the scheme says is accepted, the contrary is refused")
    func agreeingOption() throws {
        #expect(try RedisConfiguration(url: "redis://host?ssl=false").tls == nil)
        #expect(try RedisConfiguration(url: "rediss://host?ssl=true").tls == RedisConfiguration.TLS())
        #expect(throws: RedisConfigurationError.self) { try RedisConfiguration(url: "rediss://host?ssl=false") }
    }

    @Test(
        "A database under another client's name is refused", arguments: ["defaultDatabase=3", "db_index=3", "dbnum=3"])
    func databaseByOption(_ option: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(url: "redis://host?\(option)")
        }
        #expect(error.field == "database")
        #expect(error.advice.contains("db="), "\(error)")
    }

    @Test(
        "A variable that asks for encryption is refused where the connection is plain text",
        arguments: [
            ("REDIS_SSL", "true"), ("REDIS_SSL", "required"), ("REDIS_USE_TLS", "1"), ("redis_tls", "yes"),
            ("REDIS_TLS_URL", "rediss://:pw@host"),
        ])
    func encryptionByVariable(_ name: String, _ value: String) throws {
        for base in [["REDIS_URL": "redis://:pw@host"], ["REDIS_HOST": "host"]] {
            let environment = base.merging([name: value]) { $1 }
            let error = try #require(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: environment)
            }
            #expect(error.source == name)
            #expect(error.advice.contains("REDIS_TLS=false"), "\(error)")
            // REDIS_TLS=false selects plain text explicitly; the other variable is still reported in a notice.
            var provenance = RedisConfiguration.Provenance()
            let plain = environment.merging(["REDIS_TLS": "false"]) { $1 }
            if name != "redis_tls" {
                _ = try RedisConfiguration(environment: plain, recording: &provenance)
                #expect(provenance.notices.contains { $0.contains(name) })
            }
        }
    }

    @Test("A variable that says what is in force is no trouble")
    func agreeingVariable() throws {
        for environment in [
            ["REDIS_URL": "rediss://host/3", "REDIS_SSL": "true", "REDIS_DB": "3", "REDIS_TLS_URL": "rediss://host/3"],
            ["REDIS_URL": "redis://host", "REDIS_SSL": "false", "REDIS_DB": "0"],
            ["REDIS_HOST": "host", "REDIS_TLS": "true", "REDIS_SSL": "true", "REDIS_DATABASE": "2", "REDIS_DB": "2"],
        ] {
            var provenance = RedisConfiguration.Provenance()
            _ = try RedisConfiguration(environment: environment, recording: &provenance)
            #expect(provenance.notices == [])
        }
    }

    @Test("A variable that asks for another database is refused", arguments: ["REDIS_DB", "REDIS_DB_INDEX"])
    func databaseByVariable(_ name: String) throws {
        for base in [["REDIS_URL": "redis://host"], ["REDIS_HOST": "host"], ["REDIS_URL": "redis://host/2"]] {
            let error = try #require(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: base.merging([name: "3"]) { $1 })
            }
            #expect(error.source == name)
            #expect(error.field == "database")
            #expect(error.read == "3")
        }
    }

    @Test("A password that is not UTF-8 is refused, not changed")
    func notUTF8() throws {
        // What the standard library makes of bytes that are no UTF-8.
        let repaired = String(decoding: [0x70, 0xFF, 0x77], as: UTF8.self)
        for environment in [
            ["REDIS_HOST": "host", "REDIS_PASSWORD": repaired], ["REDIS_URL": "redis://:\(repaired)@host"],
            ["REDIS_HOST": "host", "REDIS_PASSWORD": "pw", "REDIS_USERNAME": repaired],
        ] {
            let error = try #require(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: environment)
            }
            #expect(error.problem.contains("UTF-8"), "\(error)")
        }
        #expect(try RedisConfiguration(url: "redis://:p%EF%BF%BDw@host").credentials?.password == "p\u{FFFD}w")
    }

    // MARK: REDIS_PASSWORD_FILE

    private static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "password-\(UUID().uuidString)").path()
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test(
        "REDIS_PASSWORD_FILE is read, without the line breaks at its end",
        arguments: ["pw", "pw\n", "pw\r\n", "pw\n\n"])
    func passwordFile(_ content: String) throws {
        try Self.withFile(Array(content.utf8)) { path in
            for base in [["REDIS_HOST": "host"], ["REDIS_URL": "redis://host"]] {
                var provenance = RedisConfiguration.Provenance()
                let configuration = try RedisConfiguration(
                    environment: base.merging(["REDIS_PASSWORD_FILE": path, "REDIS_USERNAME": "app"]) { $1 },
                    recording: &provenance)
                #expect(configuration.credentials == .init(username: "app", password: "pw"))
                #expect(provenance.origin(of: "credentials.password") == "REDIS_PASSWORD_FILE")
            }
        }
    }

    @Test(
        "A password file that cannot be used is refused, and neither its content nor its path is shown",
        arguments: [
            [], Array("\n".utf8), Array("S3cretPart \n".utf8), [0x70, 0xFF, 0x77],
            Array(repeating: 0x61, count: 1 << 17),
        ])
    func unusablePasswordFile(_ content: [UInt8]) throws {
        try Self.withFile(content) { path in
            let error = try #require(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: ["REDIS_HOST": "host", "REDIS_PASSWORD_FILE": path])
            }
            #expect(error.source == "REDIS_PASSWORD_FILE")
            #expect(!error.description.contains("S3cretPart") && !error.description.contains(path))
        }
    }

    @Test(
        "A password file that is missing is refused with the reason of the system",
        arguments: ["/nonexistent/Pw1", "Pw1"])
    func missingPasswordFile(_ path: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_HOST": "host", "REDIS_PASSWORD_FILE": path])
        }
        #expect(error.source == "REDIS_PASSWORD_FILE")
        #expect(error.problem.contains("No such file"))
        #expect(!error.description.contains("Pw1"))
    }

    @Test("Two passwords that differ are refused, whatever names them")
    func twoPasswords() throws {
        try Self.withFile(Array("pw".utf8)) { path in
            for other in [["REDIS_HOST": "host", "REDIS_PASSWORD": "other"], ["REDIS_URL": "redis://:other@host"]] {
                let error = try #require(throws: RedisConfigurationError.self) {
                    try RedisConfiguration(environment: other.merging(["REDIS_PASSWORD_FILE": path]) { $1 })
                }
                #expect(error.source?.contains("REDIS_PASSWORD_FILE") == true)
            }
            let same = ["REDIS_URL": "redis://:pw@host", "REDIS_PASSWORD_FILE": path, "REDIS_PASSWORD": "pw"]
            #expect(try RedisConfiguration(environment: same).credentials?.password == "pw")
        }
    }

    // MARK: What a URL or a variable names that this client does not have

    @Test(
        "Several hosts, Sentinel, and schemes of other clients: each error says what is so and what to do",
        arguments: [
            ("redis://h1,h2", "several hosts", "one host"),
            ("redis://:pw@h1:6379,h2:6379/0", "several hosts", "one host"),
            ("redis-sentinel://h:26379/mymaster", "Sentinel", "primary"),
            ("redis+sentinel://h:26379/mymaster/0", "Sentinel", "primary"),
            ("redis://h:26379?sentinelMasterId=mymaster", "Sentinel", "primary"),
            ("redis-cluster://h:6379", "Cluster", "redis://"), ("redis-socket:///r.sock", "scheme", "unix://"),
            ("https://eu1.upstash.example", "web", "rediss://"), ("tcp://10.0.0.1:6379", "tcp://", "redis://"),
        ])
    func otherClients(_ url: String, _ problem: String, _ advice: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) { try RedisConfiguration(url: url) }
        #expect(error.problem.contains(problem), "\(error)")
        #expect(error.advice.contains(advice), "\(error)")
    }

    @Test(
        "An address with its port in REDIS_HOST is an error that advises to set REDIS_PORT",
        arguments: ["[::1]:6380", "a:6380"])
    func portInHost(_ host: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_HOST": host])
        }
        #expect(error.advice.contains("REDIS_PORT=6380"), "\(error)")
    }

    @Test("Several hosts in REDIS_HOST are refused as such", arguments: ["a,b", "a:6379,b:6379"])
    func severalHosts(_ hosts: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_HOST": hosts])
        }
        #expect(error.problem.contains("several hosts"), "\(error)")
    }

    @Test(
        "An option of another client is ignored with a notice that gives the name it has here",
        arguments: [
            ("timeout=5", "command_timeout"), ("socket_timeout=5", "command_timeout"),
            ("connectTimeout=5", "connect_timeout"), ("socket_connect_timeout=5", "connect_timeout"),
            ("conect_timeout=5", "connect_timeout"), ("clientName=a", "client_name"),
            ("pool_size=5", "shared_connections"),
        ])
    func noticeOfOption(_ option: String, _ meant: String) throws {
        var provenance = RedisConfiguration.Provenance()
        let configuration = try RedisConfiguration(url: "redis://host?\(option)", from: "--url", recording: &provenance)
        #expect(configuration == RedisConfiguration(endpoint: .tcp(host: "host", port: 6379)))
        #expect(provenance.notices.count == 1)
        #expect(provenance.notices.first?.contains(meant) == true, "\(provenance.notices)")
    }

    // MARK: Valkey, and TLS by variables

    @Test("The schemes valkey:// and valkeys:// mean what redis:// and rediss:// do")
    func valkey() throws {
        for (valkey, redis) in [("valkey://:pw@h:1/2", "redis://:pw@h:1/2"), ("VALKEYS://h", "rediss://h")] {
            #expect(try RedisConfiguration(url: valkey) == RedisConfiguration(url: redis))
        }
    }

    @Test("CA file and verification are read from variables, beside a URL and without")
    func tlsVariables() throws {
        for base in [["REDIS_URL": "rediss://h"], ["REDIS_HOST": "h", "REDIS_TLS": "true"]] {
            var provenance = RedisConfiguration.Provenance()
            let configuration = try RedisConfiguration(
                environment: base.merging([
                    "REDIS_TLS_CA_FILE": "/etc/ca.pem", "REDIS_TLS_VERIFICATION": "without-hostname",
                ]) { $1 }, recording: &provenance)
            #expect(
                configuration.tls
                    == RedisConfiguration.TLS(verification: .withoutHostname, trustRoots: .file("/etc/ca.pem")))
            #expect(provenance.origin(of: "tls.trustRoots") == "REDIS_TLS_CA_FILE")
            #expect(provenance.origin(of: "tls.verification") == "REDIS_TLS_VERIFICATION")
        }
    }

    @Test(
        "A variable of TLS that cannot be obeyed is refused",
        arguments: [
            ["REDIS_HOST": "h", "REDIS_TLS_CA_FILE": "/ca.pem"],
            ["REDIS_URL": "redis://h", "REDIS_TLS_CA_FILE": "/ca.pem"],
            ["REDIS_HOST": "h", "REDIS_TLS_VERIFICATION": "full"],
            ["REDIS_URL": "rediss://h", "REDIS_TLS_CA_FILE": "ca.pem"],
            ["REDIS_URL": "rediss://h", "REDIS_TLS_VERIFICATION": "strict"],
            ["REDIS_URL": "rediss://h?tls_verification=none", "REDIS_TLS_VERIFICATION": "full"],
            ["REDIS_URL": "rediss://h?tls_trust_roots=file:/a.pem", "REDIS_TLS_CA_FILE": "/b.pem"],
        ])
    func unusableTLSVariable(_ environment: [String: String]) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: environment)
        }
        #expect(error.source?.contains("REDIS_TLS_") == true, "\(error)")
    }
}

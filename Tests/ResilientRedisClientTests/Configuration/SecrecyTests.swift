import ResilientRedisClient
import Testing

@Suite("Configuration: secrecy of passwords")
struct SecrecyTests {
    private static let secret = "hunter2"

    @Test("Printing, debugging, mirroring and dumping credentials hides the password")
    func credentials() {
        var configuration = RedisConfiguration()
        configuration.credentials = .init(username: "app", password: Self.secret)
        var texts = [configuration.description, configuration.debugDescription]
        texts += ["\(configuration)", String(reflecting: configuration)]
        texts += ["\(configuration.credentials as Any)", "\([configuration.credentials])"]
        texts += configuration.effectiveSettings().map(\.description)
        var dumped = ""
        dump(configuration, to: &dumped)
        texts.append(dumped)
        dump(configuration.credentials, to: &dumped)
        texts.append(dumped)
        for text in texts { #expect(!text.contains(Self.secret), "\(text)") }
        #expect(dumped.contains("app"))
        #expect(configuration.description == "redis://app:***@localhost:6379/0")
    }

    @Test("A host that holds a whole URL by mistake is not printed with its password")
    func misplacedURL() {
        let configuration = RedisConfiguration(endpoint: .tcp(host: "redis://:\(Self.secret)@host", port: 6379))
        #expect(!configuration.description.contains(Self.secret))
        let error = #expect(throws: RedisConfigurationError.self) { try configuration.validate() }
        #expect(error?.field == "endpoint.host")
        #expect(error?.description.contains(Self.secret) == false)
    }

    @Test("A URL in the place of a host is not shown: its password may be an option")
    func misplacedURLWithOption() {
        let error = #expect(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_HOST": "redis://cache?password=\(Self.secret)"])
        }
        #expect(error?.description.contains("REDIS_HOST") == true)
        #expect(error?.description.contains("REDIS_URL") == true)
        #expect(error?.description.contains(Self.secret) == false)
    }

    @Test("A configuration that no one validated can be printed, whatever is in it")
    func impossible() {
        var configuration = RedisConfiguration()
        configuration.resilience.backoff = .seconds(Int64.max) * 2
        #expect(configuration.description.contains("backoff="))
    }

    /// Passwords that are unescaped or misplaced, in all known ways.
    private static let urls: [String] = {
        var urls: [String] = []
        let separators = ["/", "?", "#", "@", ":", "%", "[", "]", "&", "=", " ", "\n", "\"", "://", "//", "@/", "?a="]
        for scheme in ["redis", "rediss", "unix", "redis+unix", "http", "tcp"] {
            for host in ["host", "host:6379", "[::1]:6379", "", "/r.sock", "host:port"] {
                for separator in separators {
                    for userinfo in [
                        "user:\(separator)\(secret)", "user:\(secret)\(separator)", ":\(secret)\(separator)x",
                        ":x\(separator)\(secret)", "user:12\(separator)\(secret)", "\(separator)\(secret)",
                    ] {
                        urls.append("\(scheme)://\(userinfo)@\(host)/0")
                        urls.append("\(scheme)://\(userinfo)@\(host)?db=x")
                        urls.append("\(scheme)://\(userinfo)@\(host)/0?client_name=a%20b")
                    }
                }
                urls.append("\(scheme)://\(host)?password=\(secret)&db=x")
                urls.append("\(scheme)://\(host)?password=\(secret)&password=other")
                urls.append("\(scheme)://:\(secret):\(host)/0")
                urls.append("\(scheme)://:\(secret)")
                urls.append("\(scheme):\(secret)@\(host)")
            }
        }
        return urls + [secret, ":\(secret)@host", "user:\(secret)@host:6379", "\(secret)@host"]
    }()

    @Test("No error, notice or printed configuration repeats a password, however it is misplaced")
    func misplacedPasswords() {
        var refused = 0
        for url in Self.urls {
            var provenance = RedisConfiguration.Provenance()
            do {
                let configuration = try RedisConfiguration(url: url, from: "--url", recording: &provenance)
                // What stands where the path of a socket does is no password by any reading.
                let isPath =
                    if case .unixSocket(let path) = configuration.endpoint { path.contains(Self.secret) } else { false }
                #expect(isPath || !configuration.description.contains(Self.secret), "\(url)")
            } catch {
                refused += 1
                #expect(!error.description.contains(Self.secret), "\(url)")
                #expect(error.read?.contains(Self.secret) != true, "\(url)")
            }
            for notice in provenance.notices { #expect(!notice.contains(Self.secret), "\(url)") }
        }
        #expect(refused > 1_000)
    }

    @Test(
        "No error about the environment repeats a password",
        arguments: [
            ["REDIS_URL": "redis://:hunter2@a", "REDIS_PASSWORD": "hunter22"],
            ["REDIS_URL": "redis://:hunter2@a", "REDIS_USERNAME": "app"],
            ["REDIS_HOST": "redis://:hunter2@a"], ["REDIS_HOST": "hunter2@a"],
            ["REDIS_HOST": "a", "REDIS_PASSWORD": "hunter2\n"], ["REDIS_HOST": "a", "REDIS_PASSWORD": "$(hunter2)"],
            ["REDIS_HOST": "a", "REDIS_PORT": "tcp://:hunter2@a:1"], ["REDIS_PASSWORD": "hunter2"],
            ["REDIS_PASS": "hunter2", "REDIS_ADDR": "redis://:hunter2@a"],
        ])
    func environment(_ variables: [String: String]) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: variables)
        }
        #expect(!error.description.contains(Self.secret), "\(error)")
    }

    @Test("What was read is shown on one short line")
    func unprintable() {
        var configuration = RedisConfiguration()
        configuration.clientName = "a\n\u{1B}[31m" + String(repeating: "x", count: 10_000)
        let error = #expect(throws: RedisConfigurationError.self) { try configuration.validate() }
        #expect((error?.read?.count ?? 0) <= 120)
        #expect(error?.description.contains("\n") == false)
        #expect(error?.description.contains("\u{1B}") == false)
    }
}

import ResilientRedisClient
import Testing

/// Puts random secrets into every variable and every part of a URL, where a hasty person or a template may put them.
@Suite("Configuration: misplaced secrets")
struct MisplacedSecretTests {
    /// Texts with a secret at `§`.
    private static let templates = [
        "§", "x.example:6380,password=§,ssl=True", "x.example,password=§", "x.example:6380,user=app,password=§",
        "h?password=§", "§@h", ":§@h:6379", "app:§", "h:§", "h/§", "/§", "h§", "§:6379", "§,ssl=True", "h,§",
        "h,§:6379",
        "redis://x.example,password=§", "redis://x.example:6380,password=§,ssl=True", "redis://x.example/§",
        "redis://x.example:6380/0,password=§", "redis://x.example:§", "redis://x.example:6380/§", "redis://§",
        "redis://:§", "redis://§@h", "redis://app:§@h", "redis://h?§", "redis://h?§=1", "redis://h/?§=1",
        "redis://h?db=§", "redis://h/0?database=§", "redis://h?connect_timeout=§", "redis://h?client_name=a%20§",
        "redis://h?protocol=§", "redis://h?early_probes=1,§", "redis://h?retry_on_connection_loss=§",
        "redis://h?ssl=§", "redis://h?sentinelMasterId=§", "rediss://h?tls_trust_roots=§",
        "rediss://h?tls_verification=§", "redis://h,§:6379", "redis://h1:6379,h2:6379/§", "redis://h#§", "redis://h/#§",
        "redis://user:123/4?db=9§@h", "redis://user:123/4?client_name=9§@h", "redis://user:12?x§@h",
        "redis://[§]:6379", "redis://[::1]§", "redis://[::1]:§", "unix://§/r.sock", "unix:§", "unix://§", "§://h",
        "http://§", "https://:§@h", "tcp://§:6379", "tcp://h:§", "tcp://h:6379/§", "redis-sentinel://:§@h:26379/m",
        "redis-socket://§@/r.sock", "'§'", "\"§\"", "'§", "§ 1", "1 §", "1§", "§\n", "{{§}}", "${§}", "$§",
    ]

    private static let variables = [
        "REDIS_URL", "REDIS_HOST", "REDIS_PORT", "REDIS_DATABASE", "REDIS_TLS", "REDIS_PASSWORD", "REDIS_PASSWORD_FILE",
        "REDIS_TLS_CA_FILE", "REDIS_TLS_VERIFICATION", "REDIS_DB", "REDIS_SSL", "REDIS_TLS_URL", "REDIS_PASS",
    ]

    private static let environments: [[String: String]] = [
        [:], ["REDIS_HOST": "cache"], ["REDIS_HOST": "cache", "REDIS_TLS": "true"],
        ["REDIS_URL": "redis://cache:6379/1"],
        ["REDIS_URL": "rediss://app:pw@cache:6379/1"],
    ]

    /// Passwords as people generate them. Each has a letter in upper case and a digit.
    private static func secrets(_ random: inout SplitMix) -> [String] {
        let alphabets = [
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "ABCDEF0123456789",
            "Aa0!#$%&()*+,-./:;<=>?@[]^_{|}~",
        ].map { Array<Character>($0) }
        return alphabets.map { alphabet in
            let length = Int.random(in: 10...44, using: &random)
            let text = (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }
            return "A7" + String(text) + (Bool.random(using: &random) ? "=" : "")
        }
    }

    /// Pieces of six characters: part of a password is too much as well.
    private static func isShown(_ secret: String, in text: String) -> Bool {
        !pieces(of: secret).isDisjoint(with: pieces(of: text))
    }

    private static func pieces(of text: String) -> Set<UInt64> {
        var pieces: Set<UInt64> = []
        var piece: UInt64 = 0
        for (index, byte) in text.utf8.enumerated() {
            piece = (piece << 8 | UInt64(byte)) & 0xFFFF_FFFF_FFFF
            if index >= 5 { pieces.insert(piece) }
        }
        return pieces
    }

    /// What is printed of a configuration whose host, path, user or client's name is the secret by every reading, is
    /// not looked at.
    private static func holdsTheSecretAsAName(_ configuration: RedisConfiguration, _ secret: String) -> Bool {
        let names: [String?] = [
            configuration.endpoint.description, configuration.credentials?.username, configuration.clientName,
            configuration.tls.flatMap {
                if case .file(let path) = $0.trustRoots, path.hasPrefix("/") { path } else { nil }
            },
        ]
        return names.contains { $0.map { isShown(secret, in: $0) } ?? false }
    }

    @Test("No error, notice or description of the environment shows a misplaced secret", arguments: 0..<2)
    func environment(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        for environment in Self.environments {
            for variable in Self.variables {
                for template in Self.templates {
                    for secret in Self.secrets(&random) {
                        let value = template.replacing("§", with: secret)
                        var variables = environment
                        variables[variable] = value
                        check(secret, "\(variables)") { provenance throws(RedisConfigurationError) in
                            try RedisConfiguration(environment: variables, recording: &provenance)
                        }
                    }
                }
            }
        }
    }

    @Test("No error, notice or description of a URL shows a misplaced secret", arguments: 0..<8)
    func url(_ seed: UInt64) {
        var random = SplitMix(seed: seed)
        for template in Self.templates {
            for secret in Self.secrets(&random) {
                let url = template.replacing("§", with: secret)
                check(secret, url) { provenance throws(RedisConfigurationError) in
                    try RedisConfiguration(url: url, from: "--url", recording: &provenance)
                }
            }
        }
    }

    private func check(
        _ secret: String, _ input: String,
        _ read: (inout RedisConfiguration.Provenance) throws(RedisConfigurationError) -> RedisConfiguration
    ) {
        var provenance = RedisConfiguration.Provenance()
        do {
            let configuration = try read(&provenance)
            if !Self.holdsTheSecretAsAName(configuration, secret) {
                #expect(!Self.isShown(secret, in: configuration.description), "\(input)")
            }
        } catch {
            #expect(!Self.isShown(secret, in: "\(error)"), "\(input): \(error)")
            #expect(!Self.isShown(secret, in: error.read ?? ""), "\(input)")
        }
        for notice in provenance.notices { #expect(!Self.isShown(secret, in: notice), "\(input): \(notice)") }
    }

    @Test("A number that may be a password is not shown", arguments: ["redis://:48151623", "redis://app:48151623"])
    func numericPassword(_ url: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) { try RedisConfiguration(url: url) }
        #expect(!error.description.contains("48151623"))
    }

    @Test(
        "A connection string of StackExchange.Redis is recognized, and the message says how to write it as a URL",
        arguments: [
            ("REDIS_HOST", "x.example:6380,password=S3cret=,ssl=True", "rediss://:PASSWORD@HOST"),
            ("REDIS_URL", "x.example:6380,password=S3cret=,ssl=True,abortConnect=False", "rediss://:PASSWORD@HOST"),
            ("REDIS_URL", "redis://x.example,password=S3cret", "redis://:PASSWORD@HOST"),
            ("REDIS_URL", "redis://x.example:6380/0,password=S3cret", "redis://:PASSWORD@HOST"),
            ("REDIS_PORT", "6380,password=S3cret,ssl=true", "rediss://:PASSWORD@HOST"),
            ("REDIS_DATABASE", "x.example:6380,user=app,password=S3cret", "redis://USER:PASSWORD@HOST"),
            ("REDIS_TLS", "x.example, ssl = true, Password = S3cret", "rediss://:PASSWORD@HOST"),
        ])
    func stackExchange(_ variable: String, _ value: String, _ advice: String) throws {
        var environment = ["REDIS_HOST": "cache"]
        environment[variable] = value
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: environment)
        }
        #expect(error.source == variable)
        #expect(error.problem.contains("StackExchange.Redis"), "\(error)")
        #expect(error.advice.contains("REDIS_URL=\(advice):PORT/DATABASE"), "\(error)")
        #expect(!error.description.contains("S3cret"))
    }
}

/// A random number generator that gives the same numbers for the same seed.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

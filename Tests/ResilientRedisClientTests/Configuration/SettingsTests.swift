import ResilientRedisClient
import Testing

@Suite("Configuration: settings and where they came from")
struct SettingsTests {
    @Test("Every property of a configuration is listed once, under its own name")
    func complete() {
        var configuration = RedisConfiguration(credentials: .init(username: "app", password: "pw"), tls: .init())
        configuration.resilience.earlyProbes = .exponential()
        let properties = Self.leaves(of: configuration, path: "")
        let listed = configuration.effectiveSettings().map(\.field)
        #expect(Set(listed).count == listed.count)
        #expect(Set(configuration.effectiveSettings().map(\.name)).count == listed.count)
        for property in properties { #expect(listed.contains(property), "\(property) is not listed") }
        #expect(properties.count > 25)
    }

    /// The paths of the stored properties; endpoint and credentials are listed in parts of their own.
    private static func leaves(of value: Any, path: String) -> [String] {
        let nested = ["", "resilience", "pool", "replyLimits", "tcp", "tls"]
        guard nested.contains(path) else { return [path] }
        return Mirror(reflecting: value).children.flatMap { child -> [String] in
            guard let label = child.label, label != "endpoint", label != "credentials" else { return [] }
            guard label != "some" else { return leaves(of: child.value, path: path) }
            return leaves(of: child.value, path: path.isEmpty ? label : "\(path).\(label)")
        }
    }

    @Test("A value comes from the variable, the URL, the caller's own source, or is a default")
    func origins() throws {
        var provenance = RedisConfiguration.Provenance()
        var configuration = try RedisConfiguration(
            url: "redis://app:pw@cache/2?connect_timeout=0.5", from: "--url", recording: &provenance)
        configuration.resilience.backoff = .seconds(5)
        provenance.record("resilience.backoff", from: "--backoff")

        let settings = configuration.effectiveSettings(from: provenance)
        let byName = Dictionary(uniqueKeysWithValues: settings.map { ($0.name, $0) })
        func line(_ name: String) -> String { byName[name].map(\.description) ?? "\(name) is missing" }
        #expect(line("host") == "host = cache (--url)")
        #expect(line("port") == "port = 6379 (default)")
        #expect(line("path") == "path = none (default)")
        #expect(line("username") == "username = app (--url)")
        #expect(line("passwordSet") == "passwordSet = true (--url)")
        #expect(line("database") == "database = 2 (--url)")
        #expect(line("tls") == "tls = false (--url)")
        #expect(line("tlsVerification") == "tlsVerification = none (default)")
        #expect(line("clientName") == "clientName = none (default)")
        #expect(line("protocolVersion") == "protocolVersion = 2 (default)")
        #expect(line("connectTimeout") == "connectTimeout = 0.5 s (--url)")
        #expect(line("commandTimeout") == "commandTimeout = 2.0 s (default)")
        #expect(line("backoff") == "backoff = 5.0 s (--backoff)")
        #expect(byName["connectTimeout"]?.value == .seconds(0.5))
        #expect(byName["sharedConnections"]?.value == .integer(1))
    }

    @Test("A host that the URL does not name is pointed out")
    func hostByDefault() throws {
        var provenance = RedisConfiguration.Provenance()
        _ = try RedisConfiguration(environment: ["REDIS_URL": "redis:///1"], recording: &provenance)
        #expect(provenance.notices == ["REDIS_URL names no host, so localhost is used"])
        #expect(provenance.origin(of: "endpoint.host") == "default")
    }

    @Test("The path's database gives way to the option's, and this is pointed out")
    func twoDatabases() throws {
        var provenance = RedisConfiguration.Provenance()
        let configuration = try RedisConfiguration(url: "redis://a/2?db=3", from: "--url", recording: &provenance)
        #expect(configuration.database == 3)
        #expect(provenance.notices == ["--url has database 2 in its path and 3 as an option; the option counts"])
    }

    @Test("Equal content is equal, whatever it was read from")
    func equality() throws {
        let url = try RedisConfiguration(url: "redis://cache:6379/0?backoff=30s&unknown=1")
        #expect(url == RedisConfiguration(endpoint: .tcp(host: "cache", port: 6379)))
        #expect(try url == RedisConfiguration(environment: ["REDIS_HOST": "cache"]))
    }
}

@Suite("Configuration: early probes")
struct EarlyProbesTests {
    @Test("Delays grow by the factor, and jitter spreads them to both sides")
    func growth() {
        let probes = RedisConfiguration.EarlyProbes.exponential()
        #expect((0..<4).map { probes.delay(attempt: $0, randomUnit: 0.5) } == [0.5, 1, 2, 4].map(Duration.seconds))
        #expect(probes.delay(attempt: 1, randomUnit: 0) == .seconds(0.9))
        #expect(probes.delay(attempt: 1, randomUnit: 1) == .seconds(1.1))
        #expect(probes.delay(attempt: -1, randomUnit: 0.5) == .milliseconds(500))
    }

    @Test(
        "No input makes a delay negative or longer than a year",
        arguments: [
            RedisConfiguration.EarlyProbes.exponential(), .exponential(factor: .infinity), .exponential(factor: .nan),
            .exponential(factor: -3), .exponential(jitter: .nan), .exponential(jitter: 1e300),
            .exponential(from: .seconds(Int64.max)), .exponential(from: .seconds(-5)), .exponential(from: .zero),
            .exponential(factor: 1.000_001),
        ])
    func extremes(_ probes: RedisConfiguration.EarlyProbes) {
        for attempt in [Int.min, 0, 1, 50, Int.max] {
            for random in [0, 0.5, 1, -.infinity, .infinity, .nan] {
                let delay = probes.delay(attempt: attempt, randomUnit: random)
                #expect(delay >= .zero && delay <= .seconds(365 * 86_400))
            }
        }
    }
}

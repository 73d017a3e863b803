import ResilientRedisClient
import Testing

@Suite("Configuration: settings and their origins")
struct SettingsTests {
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

import ResilientRedisClient
import Testing

@Suite("Configuration: REDIS_URL beside the other variables")
struct EnvironmentConflictTests {
    @Test(
        "Two variables that disagree are an error that names both, because one of them is a leftover",
        arguments: [
            ("redis://new:6379", "REDIS_HOST", "old", "\"new\""), ("redis://new", "REDIS_PORT", "6380", "6379"),
            ("redis://new:6380", "REDIS_PORT", "6379", "6380"), ("redis://new", "REDIS_DATABASE", "1", "0"),
            ("redis://new/2", "REDIS_DATABASE", "1", "2"), ("redis://new", "REDIS_TLS", "true", "false"),
            ("rediss://new", "REDIS_TLS", "false", "true"), ("redis://u:p@new", "REDIS_USERNAME", "v", "\"u\""),
            ("redis://:p@new", "REDIS_USERNAME", "v", "none"), ("redis:///3", "REDIS_HOST", "old", "\"localhost\""),
            ("unix:///run/r.sock", "REDIS_HOST", "old", "none"), ("unix:///run/r.sock", "REDIS_PORT", "6379", "none"),
        ])
    func disagreement(_ url: String, _ variable: String, _ value: String, _ shown: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_URL": url, variable: value])
        }
        #expect(error.source == "REDIS_URL and \(variable)")
        #expect(error.problem.contains("REDIS_URL says \(shown)"), "\(error)")
        #expect(error.problem.contains("\(variable) says"))
        #expect(error.problem.contains(value))
    }

    @Test("Different passwords are an error that shows neither")
    func passwords() throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_URL": "redis://:alpha@a", "REDIS_PASSWORD": "beta"])
        }
        #expect(error.source == "REDIS_URL and REDIS_PASSWORD")
        #expect(!error.description.contains("alpha") && !error.description.contains("beta"))
    }

    @Test("A REDIS_URL without credentials takes them from the other variables")
    func separatePassword() throws {
        var provenance = RedisConfiguration.Provenance()
        let configuration = try RedisConfiguration(
            environment: ["REDIS_URL": "redis://a/1", "REDIS_PASSWORD": "pw", "REDIS_USERNAME": "app"],
            recording: &provenance)
        #expect(configuration.credentials == .init(username: "app", password: "pw"))
        #expect(provenance.origin(of: "credentials.password") == "REDIS_PASSWORD")
        #expect(provenance.origin(of: "credentials.username") == "REDIS_USERNAME")
        #expect(provenance.origin(of: "database") == "REDIS_URL")
    }

    @Test("The REDIS_PORT that Kubernetes sets for a service is no port of ours, and says so")
    func serviceLink() throws {
        let link = "tcp://10.96.0.12:6379"
        for environment in [
            ["REDIS_URL": "redis://cache:6380", "REDIS_PORT": link], ["REDIS_HOST": "cache", "REDIS_PORT": link],
        ] {
            var provenance = RedisConfiguration.Provenance()
            let configuration = try RedisConfiguration(environment: environment, recording: &provenance)
            let port = environment["REDIS_URL"] == nil ? 6379 : 6380
            #expect(configuration.endpoint == .tcp(host: "cache", port: port))
            #expect(provenance.notices.count == 1)
            #expect(provenance.notices.first?.contains("Kubernetes") == true)
            #expect(provenance.origin(of: "endpoint.port") == (port == 6379 ? "default" : "REDIS_URL"))
        }
    }

    @Test("A variable that is nearly right is pointed out when it would have counted")
    func nearMiss() throws {
        var provenance = RedisConfiguration.Provenance()
        _ = try RedisConfiguration(
            environment: [
                "REDIS_HOST": "a", "REDIS_DB": "3", "REDIS_DATABASE": "0", "REDIS_SSL": "true", "REDIS_USER": "x",
                "REDIS_TLS": "no",
            ],
            recording: &provenance)
        #expect(
            provenance.notices == [
                "REDIS_DB is set but not read; REDIS_DATABASE counts",
                "REDIS_SSL is set but not read; REDIS_TLS or the URL counts",
                "REDIS_USER is set but not read; the variable is REDIS_USERNAME",
            ])
    }
}

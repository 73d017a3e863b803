import Foundation
import ResilientRedisClient
import Testing

@Suite("Configuration: environment")
struct EnvironmentTests {
    @Test("REDIS_URL alone, or REDIS_HOST with the rest, is enough")
    func eitherWay() throws {
        let expected = RedisConfiguration(
            endpoint: .tcp(host: "cache", port: 6380), credentials: .init(username: "app", password: "p@ss"),
            database: 2, tls: .init())
        #expect(
            try RedisConfiguration(environment: ["REDIS_URL": "rediss://app:p%40ss@cache:6380/2", "PATH": "/bin"])
                == expected)
        let single = [
            "REDIS_HOST": "cache", "REDIS_PORT": "6380", "REDIS_USERNAME": "app", "REDIS_PASSWORD": "p@ss",
            "REDIS_DATABASE": "2", "REDIS_TLS": "true",
        ]
        #expect(try RedisConfiguration(environment: single) == expected)
        let both = single.merging(["REDIS_URL": "rediss://app:p%40ss@CACHE:6380/2"]) { $1 }
        var provenance = RedisConfiguration.Provenance()
        let agreed = try RedisConfiguration(environment: both, recording: &provenance)
        #expect(agreed.credentials == expected.credentials)
        #expect(agreed.endpoint == .tcp(host: "CACHE", port: 6380))
        #expect(provenance.origin(of: "endpoint.host") == "REDIS_URL")
        #expect(provenance.notices.isEmpty)
    }

    @Test("REDIS_HOST alone means port 6379, database 0, plain text")
    func hostAlone() throws {
        #expect(
            try RedisConfiguration(environment: ["REDIS_HOST": "cache"])
                == RedisConfiguration(endpoint: .tcp(host: "cache", port: 6379)))
    }

    @Test("Blanks around values are dropped, and empty variables are not set")
    func blanks() throws {
        #expect(try RedisConfiguration(environment: ["REDIS_URL": " redis://a:1/2\r\n"]).database == 2)
        let configuration = try RedisConfiguration(environment: [
            "REDIS_URL": "  ", "REDIS_HOST": "\tcache\n", "REDIS_PORT": " 6380 ", "REDIS_DATABASE": "",
            "REDIS_TLS": " NO",
            "REDIS_PASSWORD": "", "REDIS_USERNAME": "",
        ])
        #expect(configuration == RedisConfiguration(endpoint: .tcp(host: "cache", port: 6380)))
    }

    @Test(
        "A missing address is an error that names both ways and what was set instead",
        arguments: [
            ([:], []), (["REDIS_URL": ""], ["set but empty: REDIS_URL"]),
            (["REDIS_HOST": " \n"], ["set but empty: REDIS_HOST"]),
            (["REDIS_PORT": "6379", "REDIS_PASSWORD": "x"], ["set without either: REDIS_PORT, REDIS_PASSWORD"]),
            (["REDIS_ADDR": "a:1", "REDISHOST": "a"], ["set but not read here: REDISHOST, REDIS_ADDR"]),
            (["REDIS_URI": "redis://a"], ["REDIS_URI"]), (["redis_url": "redis://a"], ["redis_url"]),
            (["BILLING_REDIS_URL": "redis://a"], ["BILLING_REDIS_URL"]), (["VALKEY_HOST": "a"], ["VALKEY_HOST"]),
            (
                ["REDIS_PORT": "tcp://10.0.0.1:6379", "REDIS_SERVICE_HOST": "10.0.0.1", "REDIS_SERVICE_PORT": "6379"],
                ["set without either: REDIS_PORT", "not read here: REDIS_SERVICE_HOST, REDIS_SERVICE_PORT"]
            ),
        ] as [([String: String], [String])])
    func missing(_ environment: [String: String], _ hints: [String]) throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: environment)
        }
        #expect(error.field == "environment")
        #expect(error.advice.contains("REDIS_URL, such as redis://"))
        #expect(error.advice.contains("REDIS_HOST, with REDIS_PORT"))
        for hint in hints { #expect(error.problem.contains(hint), "\(error)") }
        if hints.isEmpty { #expect(!error.problem.contains("set ")) }
    }

    @Test(
        "A value that cannot be meant is an error that names its variable and shows it",
        arguments: [
            ("REDIS_HOST", "cache:6380", "REDIS_PORT=6380"),
            ("REDIS_HOST", "/tmp/redis.sock", "REDIS_URL=unix:///tmp/redis.sock"),
            ("REDIS_HOST", "\"cache\"", "without quotes"),
            ("REDIS_PORT", "0", "number"), ("REDIS_PORT", "70000", "number"),
            ("REDIS_PORT", "'6379'", "without quotes"), ("REDIS_PORT", "tcp://10.0.0.1:6380", "number of the port"),
            ("REDIS_PORT", "-1", "number"),
            ("REDIS_DATABASE", "-1", "number"), ("REDIS_DATABASE", "99999999999", "0 to"),
            ("REDIS_TLS", "2", "true or false"),
        ])
    func refused(_ variable: String, _ value: String, _ advice: String) throws {
        var environment = ["REDIS_HOST": "cache"]
        environment[variable] = value
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: environment)
        }
        #expect(error.source == variable)
        #expect(error.read == value)
        #expect(error.advice.contains(advice), "\(error)")
        #expect(error.description.contains("from \(variable) is \"\(value)\""))
    }

    @Test(
        "A value that cannot be meant and may hold a secret is an error that names its variable and hides it",
        arguments: [
            ("REDIS_HOST", "http://cache", "REDIS_URL"), ("REDIS_HOST", "cache one", "host name"),
            ("REDIS_HOST", "[::1", "host name"), ("REDIS_HOST", "a:b:c", "host name"),
            ("REDIS_PORT", "redis", "number"), ("REDIS_PORT", "6379/tcp", "number"),
            ("REDIS_DATABASE", "one", "number"), ("REDIS_TLS", "maybe", "true or false"),
        ])
    func refusedAndHidden(_ variable: String, _ value: String, _ advice: String) throws {
        var environment = ["REDIS_HOST": "cache"]
        environment[variable] = value
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: environment)
        }
        #expect(error.source == variable)
        #expect(error.read == nil)
        #expect(error.advice.contains(advice), "\(error)")
        #expect(error.description.contains("from \(variable) (\(value.count) characters, not shown)"), "\(error)")
    }

    @Test(
        "A placeholder that nothing was filled in for is refused in every variable",
        arguments: ["URL", "HOST", "PASSWORD"])
    func placeholder(_ name: String) throws {
        for value in ["$(CACHE_HOST)", "${CACHE_HOST}", "{{ cache_host }}"] {
            var environment = ["REDIS_HOST": "cache"]
            environment["REDIS_" + name] = name == "URL" ? "redis://\(value.filter { $0 != " " }):6379" : value
            let error = try #require(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: environment)
            }
            #expect(error.source == "REDIS_" + name)
            #expect(error.problem.contains("placeholder"))
        }
    }

    @Test("A password may look like anything but a whole placeholder")
    func strangePasswords() throws {
        for password in ["$(a", "x${HOME}", "$a$(b)", "{{", "\"quoted\"", "p a s s", "a\u{0}b", "redis://x", "#"] {
            let configuration = try RedisConfiguration(environment: ["REDIS_HOST": "a", "REDIS_PASSWORD": password])
            #expect(configuration.credentials == .init(password: password))
        }
    }

    @Test("REDIS_TLS understands the usual words", arguments: ["true", "YES", "on", "1", "false", "No", "off", "0"])
    func tls(_ word: String) throws {
        let configuration = try RedisConfiguration(environment: ["REDIS_HOST": "a", "REDIS_TLS": word])
        #expect((configuration.tls != nil) == ["true", "YES", "on", "1"].contains(word))
    }

    @Test("An IPv6 address may stand in brackets or without", arguments: ["::1", "[::1]"])
    func ipv6(_ host: String) throws {
        #expect(try RedisConfiguration(environment: ["REDIS_HOST": host]).endpoint == .tcp(host: "::1", port: 6379))
    }

    @Test("A user needs a password")
    func userAlone() throws {
        for environment in [
            ["REDIS_HOST": "a", "REDIS_USERNAME": "app"], ["REDIS_URL": "redis://a", "REDIS_USERNAME": "app"],
        ] {
            let error = try #require(throws: RedisConfigurationError.self) {
                try RedisConfiguration(environment: environment)
            }
            #expect(error.source == "REDIS_USERNAME")
            #expect(error.description.contains("REDIS_PASSWORD"))
        }
    }

    @Test("An error in REDIS_URL names the variable")
    func badURL() throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_URL": "redis://a:70000"])
        }
        #expect(error.source == "REDIS_URL")
        #expect(error.field == "endpoint.port")
        #expect(error.read == "70000")
        #expect(error.description.hasPrefix("Redis configuration: endpoint.port from REDIS_URL is \"70000\": "))
    }

    @Test("A URL put together with the REDIS_PORT that Kubernetes sets is recognized")
    func serviceLinkInURL() throws {
        let error = try #require(throws: RedisConfigurationError.self) {
            try RedisConfiguration(environment: ["REDIS_URL": "redis://redis:tcp://10.0.0.1:6379"])
        }
        #expect(error.problem.contains("another URL"))
        #expect(error.advice.contains("Kubernetes"))
    }

    @Test("The process's own environment is read")
    func process() throws {
        let environment = ProcessInfo.processInfo.environment
        let expected = Result { try RedisConfiguration(environment: environment) }
        let read = Result { try RedisConfiguration.fromEnvironment() }
        #expect((try? read.get()) == (try? expected.get()))
        #expect("\(read)" == "\(expected)")
    }
}

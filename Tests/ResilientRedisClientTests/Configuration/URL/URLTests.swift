import ResilientRedisClient
import Testing

@Suite("Configuration: URL")
struct URLTests {
    @Test("An IPv6 address stands in brackets and is printed in them")
    func ipv6() throws {
        let configuration = try RedisConfiguration(url: "redis://[fe80::1%25eth0]:6380/3")
        #expect(configuration.endpoint == .tcp(host: "fe80::1%eth0", port: 6380))
        #expect(configuration.endpoint.description == "[fe80::1%eth0]:6380")
        #expect(configuration.description == "redis://[fe80::1%25eth0]:6380/3")
    }

    @Test("A Unix socket has its path, user and database")
    func unixSocket() throws {
        for url in ["redis+unix://app:pw@/run/my%20redis.sock?db=2", "UNIX://app:pw@/run/my%20redis.sock?database=2"] {
            let configuration = try RedisConfiguration(url: url)
            #expect(configuration.endpoint == .unixSocket(path: "/run/my redis.sock"))
            #expect(configuration.endpoint.description == "/run/my redis.sock")
            #expect(configuration.credentials == .init(username: "app", password: "pw"))
            #expect(configuration.database == 2)
            #expect(configuration.description == "unix://app:***@/run/my%20redis.sock?db=2")
        }
    }

    @Test(
        "User and password are read wherever they can stand",
        arguments: [
            ("redis://:p%40ss@host", RedisConfiguration.Credentials(password: "p@ss")),
            ("redis://app:pw@host", .init(username: "app", password: "pw")),
            ("redis://app:a+b@host", .init(username: "app", password: "a+b")),
            ("redis://app:p@ss@host", .init(username: "app", password: "p@ss")),
            ("redis://app:@host", .init(username: "app", password: "")),
            ("redis://host?password=a+b&username=app", .init(username: "app", password: "a+b")),
            ("redis://host?pass=pw", .init(password: "pw")),
            ("redis://app@host?password=pw", .init(username: "app", password: "pw")),
            ("redis://app:pw@host?password=pw", .init(username: "app", password: "pw")),
            ("unix:///r.sock?user=app&pass=pw", .init(username: "app", password: "pw")),
            ("redis://host:1?username=me@home&password=p@ss", .init(username: "me@home", password: "p@ss")),
            ("redis://host", nil), ("redis://@host", nil), ("redis://:@host", nil),
            // Options of other clients.
            ("redis://host:1/0?note=a@b", nil), ("redis://host:1?note=a%40b", nil), ("redis://host?note=a@b", nil),
            ("redis://[::1]:1?note=a@b", nil), ("unix:///r.sock?note=a@b", nil),
        ])
    func credentials(_ url: String, _ expected: RedisConfiguration.Credentials?) throws {
        #expect(try RedisConfiguration(url: url).credentials == expected)
    }

    @Test("Options set what has the same name, and durations may have units")
    func options() throws {
        let configuration = try RedisConfiguration(
            url: """
                rediss://cache/0?protocol=3&client_name=billing&connect_timeout=0.25&command_timeout=750ms&backoff=1m\
                &retry_on_connection_loss=never&backoff_trigger=any-connection-error&early_probes=0.5,3\
                &shared_connections=2&idle_timeout=none&maximum_lifetime=1h&maximum_depth=8&tcp_keepalive_idle=7s\
                &tls_verification=without-hostname&tls_trust_roots=file:/etc/ca%26.pem&tls_server_name=redis.internal\
                &tls_minimum_version=1.3&tls_certificate_chain_file=/c.pem&tls_private_key_file=/k.pem
                """)
        var expected = RedisConfiguration(endpoint: .tcp(host: "cache", port: 6379), clientName: "billing")
        expected.protocolVersion = .resp3
        expected.tls = .init(
            verification: .withoutHostname, trustRoots: .file("/etc/ca&.pem"), serverName: "redis.internal",
            certificateChainFile: "/c.pem", privateKeyFile: "/k.pem", minimumVersion: .v1_3)
        expected.resilience = .init(
            connectTimeout: .milliseconds(250), commandTimeout: .milliseconds(750), backoff: .seconds(60),
            earlyProbes: .exponential(from: .milliseconds(500), factor: 3), retryOnConnectionLoss: .never,
            backoffTrigger: .anyConnectionError)
        expected.pool = .init(sharedConnections: 2, idleTimeout: nil, maximumLifetime: .seconds(3_600))
        expected.replyLimits.maximumDepth = 8
        expected.tcp.keepaliveIdle = .seconds(7)
        #expect(configuration == expected)
    }

    @Test("A description without credentials reads back as the same configuration")
    func roundTrip() throws {
        let urls = [
            "redis://", "redis://h:1/2", "rediss://[::1]/7?tls_verification=none&tls_trust_roots=directory:/a%3Fb",
            "unix:///tmp/%23%3F.sock?db=4&client_name=%26a=b",
            "redis://h?early_probes=1.5,1.25,4,0&maximum_lifetime=90",
            "redis://h?idle_timeout=none&user_timeout=1&tcp_user_timeout=1500us&lifetime_jitter=0.25",
            "redis://h?maximum_pending_bytes=1&health_check_interval=0.000000001&maximum_elements=7",
        ]
        for url in urls {
            let configuration = try RedisConfiguration(url: url)
            #expect(try RedisConfiguration(url: configuration.description) == configuration, "\(configuration)")
        }
        #expect(try RedisConfiguration(url: "redis://h?backoff=30").description == "redis://h:6379/0")
    }

    @Test(
        "A URL that cannot be meant is refused, and the error names the setting",
        arguments: [
            ("redis://host#0", "url"), ("redis://host/0#", "url"), ("host:6379", "url"),
            ("redis:host", "url"), ("\"redis://host\"", "url"),
            ("redis://user:123?y=word@host:6379/0", "url"), ("redis://user:123?db=word@host", "url"),
            ("redis://host\n", "url"), (" redis://host", "url"),
            ("redis://ho st", "url"), ("redis://$(REDIS_HOST):6379", "url"), ("redis://${HOST}/0", "url"),
            ("redis://{{host}}/0", "url"), ("redis://host?a=%ZZ", "url"),
            ("redis://%zz:pw@host", "credentials.username"), ("redis://u:p%4@host", "credentials.password"),
            ("redis://u:%FF@host", "credentials.password"), ("redis://word@host", "credentials"),
            ("redis://host?user=app", "credentials"), ("redis://u:a@host?password=b", "credentials.password"),
            ("redis://:6379", "endpoint.host"), ("redis://:pw@:6379", "endpoint.host"),
            ("redis://::1", "endpoint.host"), ("redis://[::1", "endpoint.host"), ("redis://[::1]x", "endpoint.host"),
            ("redis://[localhost]", "endpoint.host"), ("redis://[::1]6379", "endpoint.host"),
            ("redis://a,b", "endpoint.host"), ("redis://%2Ftmp%2Fr.sock", "endpoint.host"),
            ("redis://host:0", "endpoint.port"), ("redis://host:70000", "endpoint.port"),
            ("redis://host:+1", "endpoint.port"), ("redis://host:-1", "endpoint.port"),
            ("redis://host:99999999999999999999", "endpoint.port"), ("redis://host:port", "endpoint.port"),
            ("redis://redis:tcp://10.0.0.1:6379", "endpoint.port"),
            ("redis://host/-1", "database"), ("redis://host/+1", "database"), ("redis://host/1/2", "database"),
            ("redis://host//", "database"), ("redis://host/99999999999999999999", "database"),
            ("redis://host/4294967296", "database"), ("redis://host?db=", "database"), ("redis://host?db", "database"),
            ("redis://host?db=-1", "database"), ("redis://host?db=1&db=1", "database"),
            ("redis://host?db=1&database=2", "database"),
            ("unix://", "endpoint.path"), ("unix:///", "endpoint.path"), ("unix://tmp/redis.sock", "endpoint.path"),
            ("unix:///a%00b", "endpoint.path"), ("unix:///" + String(repeating: "s", count: 107), "endpoint.path"),
            ("redis://host?protocol=4", "protocolVersion"), ("redis://host?client_name=a%20b", "clientName"),
            ("redis://host?connect_timeout=0", "resilience.connectTimeout"),
            ("redis://host?connect_timeout=-1", "resilience.connectTimeout"),
            ("redis://host?connect_timeout=soon", "resilience.connectTimeout"),
            ("redis://host?connect_timeout=1.5.5", "resilience.connectTimeout"),
            ("redis://host?connect_timeout=.5", "resilience.connectTimeout"),
            ("redis://host?connect_timeout=9999999999", "resilience.connectTimeout"),
            ("redis://host?backoff=999999999d", "resilience.backoff"),
            ("redis://host?early_probes=1,2,5,3", "resilience.earlyProbes.jitter"),
            ("redis://host?early_probes=1,2,0", "resilience.earlyProbes.maximumDelay"),
            ("redis://host?early_probes=1,2,3,0.1,5", "resilience.earlyProbes"),
            ("redis://host?lifetime_jitter=nan", "pool.lifetimeJitter"),
            ("redis://host?retry_on_connection_loss=always", "resilience.retryOnConnectionLoss"),
            ("redis://host?tls_verification=none", "tls.verification"),
            ("rediss://host?tls_trust_roots=/ca.pem", "tls.trustRoots"),
            ("rediss://host?tls_private_key_file=/k.pem", "tls.certificateChainFile"),
        ])
    func refused(_ url: String, _ field: String) throws {
        let error = try #require(throws: RedisConfigurationError.self) { try RedisConfiguration(url: url) }
        #expect(error.field == field, "\(error)")
        #expect(error.source == "the URL")
        #expect(!error.advice.isEmpty)
    }

    @Test("The longest path of a socket is accepted")
    func longestPath() throws {
        let path = "/" + String(repeating: "s", count: 102)
        #expect(try RedisConfiguration(url: "unix://" + path).endpoint == .unixSocket(path: path))
    }
}

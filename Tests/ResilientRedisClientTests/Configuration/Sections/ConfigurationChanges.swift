import ResilientRedisClient

/// Changes to the default configuration, for the tests of its validation.
enum ConfigurationChanges {
    typealias Change = @Sendable (inout RedisConfiguration) -> Void

    /// Changes that are unusual, but work.
    static let possible: [Change] = [
        { $0.endpoint = .tcp(host: "::ffff:10.0.0.1", port: 65_535) },
        { $0.endpoint = .tcp(host: "fe80::1%eth0", port: 1) },
        { $0.endpoint = .tcp(host: "my_cache-1.default.svc.cluster.local.", port: 6379) },
        { $0.endpoint = .unixSocket(path: "relative.sock") },
        { $0.credentials = .init(username: "app", password: "") },
        { $0.database = 15 },
        { $0.clientName = "billing-api:7@host/pod~1" },
        { $0.tls = .init(verification: .none, certificateChainFile: "c.pem", privateKeyFile: "k.pem") },
        { $0.pool.maximumLeaseWaiters = 0 },
        { $0.pool.minimumIdleLeasedConnections = 32 },
        { $0.pool.idleTimeout = nil },
        { $0.resilience.commandTimeout = .nanoseconds(1) },
        { $0.resilience.earlyProbes = .exponential(from: .seconds(1), factor: 1, jitter: 0) },
        { $0.tcp.userTimeout = .zero },
    ]

    /// Changes that cannot work, each with the setting that the error must name.
    static let impossible: [(String, Change)] = places + tls + resilience + pool + limits

    private static let places: [(String, Change)] = [
        ("endpoint.host", { $0.endpoint = .tcp(host: "", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "a b", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "a\u{0}b", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "a:6379", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "[::1]", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "::1%", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "::1%a b", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "1::2::3", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "redis://a", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "/tmp/r.sock", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: "münchen", port: 6379) }),
        ("endpoint.host", { $0.endpoint = .tcp(host: String(repeating: "a", count: 254), port: 6379) }),
        ("endpoint.port", { $0.endpoint = .tcp(host: "a", port: 0) }),
        ("endpoint.port", { $0.endpoint = .tcp(host: "a", port: 70_000) }),
        ("endpoint.port", { $0.endpoint = .tcp(host: "a", port: .min) }),
        ("endpoint.path", { $0.endpoint = .unixSocket(path: "") }),
        ("endpoint.path", { $0.endpoint = .unixSocket(path: "a\u{0}b") }),
        ("endpoint.path", { $0.endpoint = .unixSocket(path: String(repeating: "a", count: 108)) }),
        ("credentials.username", { $0.credentials = .init(username: "", password: "x") }),
        ("credentials.password", { $0.credentials = .init(password: "") }),
        ("database", { $0.database = -1 }), ("database", { $0.database = .max }),
        ("clientName", { $0.clientName = "" }), ("clientName", { $0.clientName = "a b" }),
        ("clientName", { $0.clientName = "a\nb" }), ("clientName", { $0.clientName = "ä" }),
    ]

    private static let tls: [(String, Change)] = [
        ("tls.serverName", { $0.tls = .init(serverName: "") }),
        ("tls.serverName", { $0.tls = .init(serverName: "a b") }),
        ("tls.privateKeyFile", { $0.tls = .init(certificateChainFile: "c.pem") }),
        ("tls.certificateChainFile", { $0.tls = .init(privateKeyFile: "k.pem") }),
        ("tls.certificateChainFile", { $0.tls = .init(certificateChainFile: "", privateKeyFile: "k.pem") }),
        ("tls.privateKeyFile", { $0.tls = .init(certificateChainFile: "c.pem", privateKeyFile: "") }),
        ("tls.trustRoots", { $0.tls = .init(trustRoots: .file("")) }),
        ("tls.trustRoots", { $0.tls = .init(trustRoots: .directory("a\u{0}b")) }),
        (
            "tls.serverName",
            {
                $0.endpoint = .unixSocket(path: "/r.sock")
                $0.tls = .init()
            }
        ),
    ]

    private static let resilience: [(String, Change)] = [
        ("resilience.connectTimeout", { $0.resilience.connectTimeout = .zero }),
        ("resilience.connectTimeout", { $0.resilience.connectTimeout = .seconds(Int64.max) }),
        ("resilience.commandTimeout", { $0.resilience.commandTimeout = .seconds(-2) }),
        ("resilience.healthCheckInterval", { $0.resilience.healthCheckInterval = .zero }),
        ("resilience.healthCheckTimeout", { $0.resilience.healthCheckTimeout = .nanoseconds(-1) }),
        ("resilience.backoff", { $0.resilience.backoff = .seconds(-1) }),
        ("resilience.backoff", { $0.resilience.backoff = .seconds(366 * 86_400) }),
        ("resilience.earlyProbes.initialDelay", { $0.resilience.earlyProbes = .exponential(from: .zero) }),
        ("resilience.earlyProbes.factor", { $0.resilience.earlyProbes = .exponential(factor: 0.5) }),
        ("resilience.earlyProbes.factor", { $0.resilience.earlyProbes = .exponential(factor: .infinity) }),
        ("resilience.earlyProbes.factor", { $0.resilience.earlyProbes = .exponential(factor: .nan) }),
        ("resilience.backoffJitter", { $0.resilience.backoffJitter = 1.5 }),
        ("resilience.backoffJitter", { $0.resilience.backoffJitter = .nan }),
        ("resilience.earlyProbes.maximumDelay", { $0.resilience.earlyProbes = .exponential(atMost: .zero) }),
        ("resilience.earlyProbes.jitter", { $0.resilience.earlyProbes = .exponential(jitter: -0.1) }),
        ("resilience.earlyProbes.jitter", { $0.resilience.earlyProbes = .exponential(jitter: 1.1) }),
    ]

    private static let pool: [(String, Change)] = [
        ("pool.sharedConnections", { $0.pool.sharedConnections = 0 }),
        ("pool.sharedConnections", { $0.pool.sharedConnections = .max }),
        ("pool.maximumLeasedConnections", { $0.pool.maximumLeasedConnections = 0 }),
        ("pool.maximumLeaseWaiters", { $0.pool.maximumLeaseWaiters = -1 }),
        ("pool.minimumIdleLeasedConnections", { $0.pool.minimumIdleLeasedConnections = -1 }),
        ("pool.minimumIdleLeasedConnections", { $0.pool.minimumIdleLeasedConnections = 33 }),
        ("pool.idleTimeout", { $0.pool.idleTimeout = .zero }),
        ("pool.maximumLifetime", { $0.pool.maximumLifetime = .seconds(-1) }),
        ("pool.lifetimeJitter", { $0.pool.lifetimeJitter = 2 }),
        ("pool.lifetimeJitter", { $0.pool.lifetimeJitter = .nan }),
        ("pool.maximumPendingCommands", { $0.pool.maximumPendingCommands = 0 }),
        ("pool.maximumPendingBytes", { $0.pool.maximumPendingBytes = -1 }),
    ]

    private static let limits: [(String, Change)] = [
        ("replyLimits.maximumBulkLength", { $0.replyLimits.maximumBulkLength = 0 }),
        ("replyLimits.maximumElements", { $0.replyLimits.maximumElements = .max }),
        ("replyLimits.maximumDepth", { $0.replyLimits.maximumDepth = 0 }),
        ("replyLimits.maximumLineLength", { $0.replyLimits.maximumLineLength = -5 }),
        ("tcp.keepaliveIdle", { $0.tcp.keepaliveIdle = .milliseconds(1) }),
        ("tcp.keepaliveInterval", { $0.tcp.keepaliveInterval = .seconds(40_000) }),
        ("tcp.keepaliveCount", { $0.tcp.keepaliveCount = 0 }),
        ("tcp.userTimeout", { $0.tcp.userTimeout = .seconds(-1) }),
    ]
}

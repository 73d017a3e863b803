extension RedisSetting {
    /// Every setting, in the order in which they are printed.
    static let all: [RedisSetting] = target + tls + resilience + pool + limits

    /// Where Redis is and how to introduce oneself.
    private static let target: [RedisSetting] = [
        RedisSetting(part: "endpoint.host", name: "host") { configuration in
            if case .tcp(let host, _) = configuration.endpoint { .text(host) } else { .none }
        },
        RedisSetting(part: "endpoint.port", name: "port") { configuration in
            if case .tcp(_, let port) = configuration.endpoint { .integer(port) } else { .none }
        },
        RedisSetting(part: "endpoint.path", name: "path") { configuration in
            if case .unixSocket(let path) = configuration.endpoint { .text(path) } else { .none }
        },
        RedisSetting(part: "credentials.username", name: "username") { configuration in
            configuration.credentials?.username.settingValue ?? .none
        },
        RedisSetting(part: "credentials.password", name: "passwordSet") { configuration in
            .flag(configuration.credentials.map { !$0.password.isEmpty } ?? false)
        },
        RedisSetting(part: "database", name: "database") { .integer($0.database) },
        RedisSetting("clientName", \.clientName),
        RedisSetting("protocolVersion", option: "protocol", \.protocolVersion),
    ]

    private static let tls: [RedisSetting] = [
        RedisSetting(part: "tls", name: "tls") { .flag($0.tls != nil) },
        RedisSetting("tls.verification", tls: \.verification),
        RedisSetting("tls.trustRoots", tls: \.trustRoots),
        RedisSetting("tls.serverName", tls: \.serverName),
        RedisSetting("tls.certificateChainFile", tls: \.certificateChainFile),
        RedisSetting("tls.privateKeyFile", tls: \.privateKeyFile),
        RedisSetting("tls.minimumVersion", tls: \.minimumVersion),
    ]

    private static let resilience: [RedisSetting] = [
        RedisSetting("resilience.connectTimeout", \.resilience.connectTimeout),
        RedisSetting("resilience.commandTimeout", \.resilience.commandTimeout),
        RedisSetting("resilience.healthCheckInterval", \.resilience.healthCheckInterval),
        RedisSetting("resilience.healthCheckTimeout", \.resilience.healthCheckTimeout),
        RedisSetting("resilience.backoff", \.resilience.backoff),
        RedisSetting("resilience.earlyProbes", \.resilience.earlyProbes),
        RedisSetting("resilience.retryOnConnectionLoss", \.resilience.retryOnConnectionLoss),
        RedisSetting("resilience.backoffTrigger", \.resilience.backoffTrigger),
    ]

    private static let pool: [RedisSetting] = [
        RedisSetting("pool.sharedConnections", \.pool.sharedConnections),
        RedisSetting("pool.maximumLeasedConnections", \.pool.maximumLeasedConnections),
        RedisSetting("pool.maximumLeaseWaiters", \.pool.maximumLeaseWaiters),
        RedisSetting("pool.minimumIdleLeasedConnections", \.pool.minimumIdleLeasedConnections),
        RedisSetting("pool.idleTimeout", \.pool.idleTimeout),
        RedisSetting("pool.maximumLifetime", \.pool.maximumLifetime),
        RedisSetting("pool.lifetimeJitter", \.pool.lifetimeJitter),
        RedisSetting("pool.maximumPendingCommands", \.pool.maximumPendingCommands),
        RedisSetting("pool.maximumPendingBytes", \.pool.maximumPendingBytes),
    ]

    private static let limits: [RedisSetting] = [
        RedisSetting("replyLimits.maximumBulkLength", \.replyLimits.maximumBulkLength),
        RedisSetting("replyLimits.maximumElements", \.replyLimits.maximumElements),
        RedisSetting("replyLimits.maximumDepth", \.replyLimits.maximumDepth),
        RedisSetting("replyLimits.maximumLineLength", \.replyLimits.maximumLineLength),
        RedisSetting("tcp.keepaliveIdle", \.tcp.keepaliveIdle),
        RedisSetting("tcp.keepaliveInterval", \.tcp.keepaliveInterval),
        RedisSetting("tcp.keepaliveCount", \.tcp.keepaliveCount),
        RedisSetting("tcp.userTimeout", \.tcp.userTimeout),
    ]
}

/// Everything a client needs to know: where Redis is, how to introduce itself, and how to behave when Redis does not.
///
/// Every setting has a default; most services set the endpoint and leave the rest alone. A configuration is a plain
/// value: two with equal content are equal.
///
/// ```swift
/// let fromEnvironment = try RedisConfiguration.fromEnvironment()   // REDIS_URL, or REDIS_HOST and so on
/// let fromURL = try RedisConfiguration(url: "rediss://app:secret@cache.internal:6380/2")
/// var byHand = RedisConfiguration(endpoint: .tcp(host: "cache.internal", port: 6379))
/// byHand.resilience.commandTimeout = .milliseconds(500)
/// ```
///
/// Values may be set to anything; ``validate()`` says what cannot work, and a client calls it when it is made.
public struct RedisConfiguration: Sendable, Hashable {
    /// Where the server is. Default: `localhost`, port 6379.
    public var endpoint: Endpoint
    /// The user and password to introduce every connection with. Default: none, no `AUTH` is sent.
    public var credentials: Credentials?
    /// The number of the logical database that every connection selects. Default: 0.
    public var database: Int
    /// The name every connection gives itself, as `CLIENT LIST` shows it. Printable ASCII without spaces.
    /// Default: none.
    public var clientName: String?
    /// The version of the wire protocol. Default: ``ProtocolVersion/resp2``, which every server speaks.
    public var protocolVersion: ProtocolVersion
    /// How to encrypt the connection. Default: `nil`, plain text. The library never falls back from TLS to plain text.
    public var tls: TLS?
    /// Deadlines, health checks, backoff and retries.
    public var resilience: Resilience
    /// How many connections there may be, for how long, and how much may wait for them.
    public var pool: Pool
    /// The largest replies that are accepted.
    public var replyLimits: ReplyLimits
    /// How the kernel watches over TCP connections.
    public var tcp: TCP
    /// What to tell about the input that the configuration was read from.
    var remarks = Remarks()

    /// Makes a configuration; whatever is left out has the default given at the property.
    public init(
        endpoint: Endpoint = .tcp(host: "localhost", port: 6379),
        credentials: Credentials? = nil,
        database: Int = 0,
        clientName: String? = nil,
        protocolVersion: ProtocolVersion = .resp2,
        tls: TLS? = nil,
        resilience: Resilience = Resilience(),
        pool: Pool = Pool(),
        replyLimits: ReplyLimits = ReplyLimits(),
        tcp: TCP = TCP()
    ) {
        self.endpoint = endpoint
        self.credentials = credentials
        self.database = database
        self.clientName = clientName
        self.protocolVersion = protocolVersion
        self.tls = tls
        self.resilience = resilience
        self.pool = pool
        self.replyLimits = replyLimits
        self.tcp = tcp
    }
}

extension RedisConfiguration {
    /// The version of the Redis serialization protocol that a connection speaks.
    public enum ProtocolVersion: Int, Sendable, Hashable {
        /// RESP2: what every server speaks and every version of hiredis reads.
        case resp2 = 2
        /// RESP3: typed replies such as maps and doubles. Needs Redis 6 and a library built with hiredis 1.0 or later.
        case resp3 = 3
    }
}

extension RedisConfiguration.ProtocolVersion: SettingCodable {
    init?(settingText: String) {
        guard let number = Int(settingText: settingText) else { return nil }
        self.init(rawValue: number)
    }
    var settingText: String? { "\(rawValue)" }
    var settingValue: RedisConfiguration.SettingValue { .integer(rawValue) }
    static var settingForm: String { "2 or 3" }
}

extension RedisConfiguration {
    /// The settings that stand in the configuration itself. Those of its sections stand with the sections.
    static let settings: [RedisSetting] = [
        RedisSetting(part: "database", name: "database") {
            .integer($0.database)
        } check: {
            configuration throws(RedisConfigurationError) in
            try SettingCheck.require(configuration.database, in: 0...Int(Int32.max), "database")
        },
        RedisSetting("clientName", \.clientName, .ifSet(.clientName)),
        RedisSetting("protocolVersion", option: "protocol", \.protocolVersion, .anyValue),
    ]

    /// Checks that every setting can work; a client does so when it is made.
    ///
    /// Only the values are checked: no file is opened and no name resolved.
    ///
    /// - Throws: ``RedisConfigurationError`` for the first setting that cannot work, naming it as a path such as
    ///   `resilience.commandTimeout`.
    public func validate() throws(RedisConfigurationError) {
        for setting in RedisSetting.all { try setting.check(self) }
    }
}

extension SettingCheck where Value == String {
    fileprivate static var clientName: SettingCheck {
        SettingCheck { name, _, field throws(RedisConfigurationError) in
            guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw RedisConfigurationError(
                    field: field, read: .name(name),
                    problem: "the server accepts printable ASCII characters without spaces, at least one",
                    advice: "Set a name such as billing-api, or none")
            }
        }
    }
}

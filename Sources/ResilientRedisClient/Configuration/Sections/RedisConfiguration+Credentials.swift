extension RedisConfiguration {
    /// The user and password that a connection introduces itself with.
    ///
    /// Printing, debugging, interpolating or mirroring a value of this type never shows the password.
    public struct Credentials: Sendable, Hashable {
        /// The user's name, for servers with access control lists (Redis 6 and later). Default: `nil`, the server's
        /// default user.
        public var username: String?
        /// The password. It may be empty only beside a user name, for a user that needs none.
        public var password: String

        /// Makes credentials from a password and, where the server has users, a user name.
        public init(username: String? = nil, password: String) {
            self.username = username
            self.password = password
        }
    }
}

extension RedisConfiguration.Credentials {
    /// Compares by bytes, as the server does: the two spellings of "é" in Unicode make two passwords.
    public static func == (left: Self, right: Self) -> Bool {
        left.username.hasSameBytes(as: right.username) && left.password.hasSameBytes(as: right.password)
    }
}

extension RedisConfiguration.Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The user name and the fact that there is a password.
    public var description: String { username.map { "user \($0) with a password" } ?? "password only" }

    /// The same as ``description``: debugging output is logged too.
    public var debugDescription: String { description }

    /// A mirror that shows the user name alone, because `dump` and loggers walk through mirrors.
    public var customMirror: Mirror {
        Mirror(self, children: ["username": username as Any, "passwordSet": !password.isEmpty as Any])
    }
}

extension RedisConfiguration.Credentials {
    static let settings: [RedisSetting] = [
        RedisSetting(part: "credentials.username", name: "username") { configuration in
            configuration.credentials?.username.settingValue ?? .none
        } check: { configuration throws(RedisConfigurationError) in
            guard configuration.credentials?.username?.isEmpty == true else { return }
            throw RedisConfigurationError(
                field: "credentials.username", problem: "the user name is empty",
                advice: "Set the user's name, or none at all for the server's default user")
        },
        RedisSetting(part: "credentials.password", name: "passwordSet") { configuration in
            .flag(configuration.credentials.map { !$0.password.isEmpty } ?? false)
        } check: { configuration throws(RedisConfigurationError) in
            guard let credentials = configuration.credentials, credentials.username == nil,
                credentials.password.isEmpty
            else { return }
            throw RedisConfigurationError(
                field: "credentials.password", problem: "the password is empty",
                advice: "Set the password, or no credentials at all for a server that asks for none")
        },
    ]
}

extension RedisServer {
    /// A user with rights of its own, as Redis 6 and later know them (ACL).
    ///
    /// ```swift
    /// let server = try await RedisServer.start(users: [
    ///     .init("reader", password: "secret", rules: ["~cache:*", "+@read", "+ping"])
    /// ])
    /// ```
    public struct User: Sendable, Hashable {
        /// The name to log in with.
        public var name: String
        /// The password; any will do when it is `nil`.
        public var password: String?
        /// What the user may do, as `ACL SETUSER` takes it. Everything by default.
        public var rules: [String]

        /// Describes a user.
        public init(_ name: String, password: String? = nil, rules: [String] = ["~*", "&*", "+@all"]) {
            self.name = name
            self.password = password
            self.rules = rules
        }

        /// The user as it stands in `redis.conf`.
        var line: String {
            let secret = password.map { ServerConfiguration.quoted(">" + $0) } ?? "nopass"
            return ([name, "on", secret] + rules).joined(separator: " ")
        }

        func validate() throws(FaultInjectionError) {
            let words = [name] + rules
            guard words.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
                throw FaultInjectionError(
                    code: .invalidArgument,
                    message: "the user \"\(name)\" or one of its rules is empty or has blanks in it"
                )
            }
        }
    }
}

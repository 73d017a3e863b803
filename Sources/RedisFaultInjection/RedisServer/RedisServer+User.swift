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
        /// The password; with `nil`, any password is accepted.
        public var password: String?
        /// The rights of the user, in the syntax of `ACL SETUSER`. Default: all.
        public var rules: [String]

        /// Makes a user.
        public init(_ name: String, password: String? = nil, rules: [String] = ["~*", "&*", "+@all"]) {
            self.name = name
            self.password = password
            self.rules = rules
        }

        /// The line of the user in `redis.conf`.
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

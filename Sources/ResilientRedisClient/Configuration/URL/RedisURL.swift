/// The parts of a Redis URL, as written and unescaped, before they become a configuration.
///
/// The parser is strict where a lenient one would have to guess, and its errors never repeat a part of the URL in which
/// a password may have ended up, for example because of a slash that was not escaped.
package struct RedisURL: Sendable {
    /// What the scheme says about the connection.
    package enum Scheme: Sendable { case tcp, tls, unixSocket }

    package var scheme: Scheme
    package var username: String?
    package var password: String?
    /// The host without brackets; `nil` where the URL names none.
    package var host: String?
    package var port: Int?
    /// The path of a Unix socket.
    package var socketPath: String?
    /// The database in the path of a TCP URL.
    package var pathDatabase: Int?
    /// The options after the question mark, in order.
    package var query: [(name: String, value: String)] = []
    /// Whether the query cannot be the rest of a password that was not escaped.
    var queryIsClear = true

    /// Takes a URL apart.
    package init(parsing text: String) throws(RedisConfigurationError) {
        try Self.checkText(text)
        let (scheme, afterScheme) = try Self.splitScheme(text)
        self.scheme = scheme

        let queryStart = afterScheme.firstIndex(of: "?") ?? afterScheme.endIndex
        let hierarchy = afterScheme[..<queryStart]
        try readQuery(afterScheme[queryStart...].dropFirst())

        let pathStart = hierarchy.firstIndex(of: "/") ?? hierarchy.endIndex
        let authority = hierarchy[..<pathStart]
        let path = hierarchy[pathStart...]
        // The last @ ends the user information: a host cannot contain one.
        let at = authority.lastIndex(of: "@")
        if at == nil, scheme != .unixSocket, afterScheme.contains("@") {
            // `redis://user:pass/word@host`: everything after the slash would be taken for something that it is not.
            guard Self.isHostAndPort(authority), !path.contains("@") else { throw Self.unescapedUserinfo }
            // `redis://user:123?word=word@host`: so would what only looks like a port and an option.
            let looksLikePassword = path.isEmpty && authority.contains(":") && authority.first != "["
            if looksLikePassword, Self.hasUnescapedAt(afterScheme[queryStart...]) { throw Self.unescapedUserinfo }
            // `redis://user:123/4?client_name=word@host`.
            if authority.contains(":"), authority.first != "[", Self.hasUnescapedAtInSetting(query) {
                throw Self.unescapedUserinfo
            }
        }
        queryIsClear =
            !afterScheme[queryStart...].contains("@") && (at != nil || !path.isEmpty || !authority.contains(":"))
        if let at { try readUserinfo(authority[..<at]) }
        let address = at.map { authority[$0...].dropFirst() } ?? authority
        switch scheme {
        case .unixSocket:
            try readSocketPath(path, address: address)
        case .tcp, .tls:
            try readAddress(address)
            try readDatabase(path)
        }
    }

    /// Whether an option has an @ in it that cannot well be its own.
    private static func hasUnescapedAt(_ query: Substring) -> Bool {
        let own: Set<Substring> = ["username", "user", "password", "pass"]
        return query.dropFirst().split(separator: "&").contains { option in
            option.contains("@") && !own.contains(option.prefix { $0 != "=" })
        }
    }

    /// Whether an @ stands in the value of a setting. It was not escaped, or this would not be asked.
    private static func hasUnescapedAtInSetting(_ query: [(name: String, value: String)]) -> Bool {
        query.contains { option in
            option.value.contains("@") && RedisSetting.all.contains { $0.option == option.name }
        }
    }

    private static func checkText(_ text: String) throws(RedisConfigurationError) {
        if text.isEmpty {
            throw RedisConfigurationError(field: "url", problem: "the URL is empty", advice: example)
        }
        // With an @, it may as well be a password with commas in it.
        if !text.contains("://") || !text.contains("@"), let error = ConnectionString.error(for: text, field: "url") {
            throw error
        }
        if text.unicodeScalars.contains("\u{FFFD}") {
            throw RedisConfigurationError(
                field: "url", problem: "the URL is not UTF-8, so its password would be another one",
                advice: "Write bytes that are not ASCII as escapes, such as %C3%A9")
        }
        if text.first == "\"" || text.first == "'" {
            throw RedisConfigurationError(
                field: "url", problem: "the URL begins with a quotation mark", advice: "Write the URL without quotes")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && !$0.properties.isWhitespace })
        else {
            throw RedisConfigurationError(
                field: "url", problem: "the URL contains a space, a line break or a control character",
                advice: "Remove it, or write it as an escape (%20 for a space)")
        }
        if Placeholder.isPresent(in: text) {
            throw RedisConfigurationError(
                field: "url", problem: "the URL holds a placeholder that nothing was filled in for",
                advice: "Have the deployment fill it in. \(example)")
        }
        if text.contains("#") {
            throw RedisConfigurationError(
                field: "url", problem: "a Redis URL has no fragment, the part after a #",
                advice: "Remove it, or write %23 if it is part of a user name or password")
        }
    }

    private static func splitScheme(_ text: String) throws(RedisConfigurationError) -> (Scheme, Substring) {
        let colon = text.firstIndex(of: ":")
        guard let colon, text[colon...].hasPrefix("://") else {
            throw RedisConfigurationError(
                field: "url", read: text.contains(":") ? .host(text) : .hidden(text), problem: "it is not a URL",
                advice: example)
        }
        let rest = text[colon...].dropFirst(3)
        switch text[..<colon].lowercased() {
        case "redis", "valkey": return (.tcp, rest)
        case "rediss", "valkeys": return (.tls, rest)
        case "unix", "redis+unix": return (.unixSocket, rest)
        case let name: throw unknownScheme(name)
        }
    }

    private mutating func readUserinfo(_ userinfo: Substring) throws(RedisConfigurationError) {
        let parts = userinfo.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        username = try Self.decode(parts.first ?? "", "credentials.username")
        guard parts.count == 2 else { return }
        password = try Self.decode(parts[1], "credentials.password")
    }

    private mutating func readSocketPath(_ path: Substring, address: Substring) throws(RedisConfigurationError) {
        guard address.isEmpty else {
            throw RedisConfigurationError(
                field: "endpoint.path", problem: "a socket's URL has no host, so its path begins with a third slash",
                advice: "Write unix:///path/to/redis.sock, or unix://USER:PASSWORD@/path/to/redis.sock")
        }
        guard path.count > 1 else {
            throw RedisConfigurationError(
                field: "endpoint.path", problem: "the URL names no socket",
                advice: "Write unix:///path/to/redis.sock")
        }
        socketPath = try Self.decode(path, "endpoint.path")
    }

    private mutating func readDatabase(_ path: Substring) throws(RedisConfigurationError) {
        var number = path.dropFirst()
        // One slash at the end changes nothing: jedis reads `/1/` as database 1, too.
        if number.last == "/", number.count > 1 { number = number.dropLast() }
        guard !number.isEmpty else { return }
        guard let database = Self.number(number) else {
            throw RedisConfigurationError(
                field: "database", read: .number(String(number)),
                problem: "the path of the URL must be the number of a database",
                advice: "Write /0 or another number, or leave the path out")
        }
        pathDatabase = database
    }

    private mutating func readQuery(_ text: Substring) throws(RedisConfigurationError) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            // `redis://user:pass?word@host`: no option has such a name, but the tail of a password may look like it.
            guard !parts[0].contains("@") else { throw Self.unescapedUserinfo }
            let name = try Self.decode(parts[0], "url")
            query.append((name, try Self.decode(parts.count == 2 ? parts[1] : "", "url")))
        }
    }
}

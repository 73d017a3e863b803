extension RedisConfiguration {
    /// Reads a configuration from a URL.
    ///
    /// - `redis://user:password@host:6379/0`: TCP. Host, port and database may be left out: `localhost`, 6379 and 0.
    ///   An IPv6 address stands in brackets.
    /// - `rediss://…`: the same over TLS. `valkey://` and `valkeys://` mean what `redis://` and `rediss://` do.
    /// - `unix:///path/to/redis.sock?db=0` or `redis+unix://…`: a Unix socket.
    ///
    /// The scheme is case-insensitive. Special characters are percent-escaped (`%40` for `@`); a plus sign is a plus
    /// sign. A password without a user is written `redis://:password@host`, a user without a password
    /// `redis://user:@host`; `redis://word@host` is refused, because clients disagree on which of the two it means.
    ///
    /// Settings may follow as options, such as `?connect_timeout=0.5&client_name=billing`: `db` or `database`,
    /// `protocol` (2 or 3), `username` or `user`, `password` or `pass`, and every setting of this type under its own name
    /// in snake case, with `tls_` or `tcp_` in front of those of ``TLS`` and ``TCP``. Durations are seconds, or have a
    /// unit (`500ms`). `none` switches an optional setting off. If the path and the option `db` name different
    /// databases, the option counts. Options of other clients that tune a client are ignored, with one of the ``notices``;
    /// those that ask for encryption, a database or Sentinel are refused.
    ///
    /// - Throws: ``RedisConfigurationError`` for a URL that cannot be read, is ambiguous, or says what cannot work.
    public init(url: String) throws(RedisConfigurationError) {
        var provenance = Provenance()
        try self.init(url: url, from: "the URL", recording: &provenance)
    }

    /// Reads a configuration from a URL, as ``init(url:)`` does, and records what the URL determines.
    ///
    /// - Parameters:
    ///   - url: The URL.
    ///   - source: Where the URL was found, such as `REDIS_URL` or `--url`; errors name it.
    ///   - provenance: Is told which settings the URL determines.
    public init(
        url: String, from source: String, recording provenance: inout Provenance
    ) throws(RedisConfigurationError) {
        self.init()
        let noticesBefore = provenance.notices.count
        do {
            let parts = try RedisURL(parsing: url)
            readEndpoint(parts, source, &provenance)
            try readCredentials(parts, source, &provenance)
            try readOptions(parts, source, &provenance)
            try validate()
        } catch {
            throw error.from(source)
        }
        remarks.texts = Array(provenance.notices.dropFirst(noticesBefore))
    }

    private mutating func readEndpoint(_ url: RedisURL, _ source: String, _ provenance: inout Provenance) {
        if let path = url.socketPath {
            endpoint = .unixSocket(path: path)
            provenance.record("endpoint.path", from: source)
        } else {
            endpoint = .tcp(host: url.host ?? "localhost", port: url.port ?? 6379)
            if url.host != nil {
                provenance.record("endpoint.host", from: source)
            } else {
                provenance.note("\(source) names no host, so localhost is used")
            }
            if url.port != nil { provenance.record("endpoint.port", from: source) }
        }
        if url.scheme == .tls { tls = TLS() }
        provenance.record("tls", from: source)
        if let number = url.pathDatabase {
            database = number
            provenance.record("database", from: source)
        }
    }

    private mutating func readCredentials(
        _ url: RedisURL, _ source: String, _ provenance: inout Provenance
    ) throws(RedisConfigurationError) {
        let username = try Self.oneOf(url.username, url, ["username", "user"], "credentials.username")
        let password = try Self.oneOf(url.password, url, ["password", "pass"], "credentials.password")
        if let username {
            // An empty password was written on purpose (`user:@`); a missing one leaves open what the word is.
            guard let password = password ?? url.password else { throw Self.ambiguousUserinfo }
            credentials = Credentials(username: username, password: password)
            provenance.record("credentials.username", from: source)
            provenance.record("credentials.password", from: source)
        } else if let password {
            credentials = Credentials(password: password)
            provenance.record("credentials.password", from: source)
        }
    }

    private static let ambiguousUserinfo = RedisConfigurationError(
        field: "credentials",
        problem: "the single word before the @ may be a user name or a password, and clients disagree on which",
        advice: "Write redis://:PASSWORD@host for a password, redis://USER:PASSWORD@host for a user with a password, "
            + "or redis://USER:@host for a user without one")

    /// The value that the user information or one of the options gives; an empty one is none.
    private static func oneOf(
        _ userinfo: String?, _ url: RedisURL, _ options: [String], _ field: String
    ) throws(RedisConfigurationError) -> String? {
        var values = url.query.filter { options.contains($0.name) }.map(\.value)
        if let userinfo { values.append(userinfo) }
        values.removeAll(where: \.isEmpty)
        guard Set(values).count <= 1 else {
            throw RedisConfigurationError(
                field: field, problem: "the URL gives two different values", advice: "Leave one of them out")
        }
        return values.first
    }

    private mutating func readOptions(
        _ url: RedisURL, _ source: String, _ provenance: inout Provenance
    ) throws(RedisConfigurationError) {
        var seen: Set<String> = []
        for (name, text) in url.query {
            guard !["username", "user", "password", "pass"].contains(name) else { continue }
            let isDatabase = name == "db" || name == "database"
            let setting = isDatabase ? nil : RedisSetting.all.first { $0.option == name }
            guard let field = isDatabase ? "database" : setting?.field else {
                if let notice = try Self.notice(ofUnknown: name, text, url, source) { provenance.note(notice) }
                continue
            }
            guard seen.insert(field).inserted else {
                throw RedisConfigurationError(
                    field: field, problem: "the URL's option \(name) is given twice", advice: "Leave one of them out")
            }
            if let setting {
                try read(setting, text)
            } else {
                try readDatabase(text, url, source, &provenance)
            }
            provenance.record(field, from: source)
        }
    }

    /// What to tell about an option that is not one of this client, if anything.
    private static func notice(
        ofUnknown name: String, _ value: String, _ url: RedisURL, _ source: String
    ) throws(RedisConfigurationError) -> String? {
        if let foreign = ForeignOption(name) {
            return try foreign.notice(name: name, value: value, scheme: url.scheme, source: source)
        }
        // The tail of a password that was not escaped looks like an option, too.
        let isPlain =
            name.utf8.count <= 24 && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "_") }
        let shown = isPlain && url.queryIsClear && !value.isEmpty ? "\"\(name)\"" : "with an unusual name"
        return "\(source) has an option \(shown), which has no meaning here and is ignored"
    }

    private mutating func read(_ setting: RedisSetting, _ text: String) throws(RedisConfigurationError) {
        if setting.field.hasPrefix("tls."), tls == nil {
            throw RedisConfigurationError(
                field: setting.field, problem: "the URL sets it, but its scheme is not that of TLS",
                advice: "Write rediss:// for TLS, or leave the option out")
        }
        guard setting.set(&self, text) else {
            throw RedisConfigurationError(
                field: setting.field, read: .number(text),
                problem: "the URL's option \(setting.option ?? "") cannot be read",
                advice: "Set it to \(setting.form)")
        }
    }

    private mutating func readDatabase(
        _ text: String, _ url: RedisURL, _ source: String, _ provenance: inout Provenance
    ) throws(RedisConfigurationError) {
        guard let number = RedisURL.number(text[...]) else {
            throw RedisConfigurationError(
                field: "database", read: .number(text), problem: "the URL's option db must be the number of a database",
                advice: "Set it to 0 or another number, or leave it out")
        }
        if let other = url.pathDatabase, other != number {
            provenance.note("\(source) has database \(other) in its path and \(number) as an option; the option counts")
        }
        database = number
    }
}

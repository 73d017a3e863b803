/// The configuration of a private server, and its `redis.conf`.
struct ServerConfiguration: Sendable {
    var password: String?
    var users: [RedisServer.User] = []
    var unixSocket = false
    var tls: TLSFiles?
    var directives: [String: String] = [:]
    /// What this package itself has to say, and users may not; see ``reserved``.
    var replication: [String: String] = [:]
    /// Path of the server program, if a certain one is wanted.
    var program: String?
    /// How long the server may take until it answers.
    var startupTimeout: Duration

    /// What only the parameters of `start` may set, since this process relies on it.
    private static let reserved: Set<String> = [
        "port", "tls-port", "unixsocket", "dir", "logfile", "daemonize", "supervised", "requirepass", "user",
        "replicaof", "slaveof", "masterauth", "primaryauth",
    ]

    /// The program to start.
    var executable: ServerExecutable {
        get throws(FaultInjectionError) {
            if let program { try ServerExecutable(path: program) } else { try ServerExecutable() }
        }
    }

    func validate() throws(FaultInjectionError) {
        for user in users { try user.validate() }
        for (name, value) in directives {
            if Self.reserved.contains(name.lowercased()) {
                throw FaultInjectionError(
                    code: .invalidArgument,
                    message: "the directive \(name) is set by RedisServer itself; use a parameter of start instead"
                )
            }
            // A second line would be a second directive, and could be one of those above.
            if (name + value).contains(where: \.isNewline) || name.isEmpty {
                throw FaultInjectionError(
                    code: .invalidArgument,
                    message: "the directive \"\(name)\" must be one line with a name and a value"
                )
            }
        }
    }

    /// The file's text. What `directives` says comes instead of the default of the same name.
    func file(folder: String, port: Int, tlsPort: Int?, majorVersion: Int?) -> String {
        var lines = [
            "bind": "127.0.0.1",
            "port": "\(port)",
            "dir": Self.quoted(folder),
            "daemonize": "no",
            "save": "\"\"",
            "appendonly": "no",
            // A replica would otherwise wait for seconds until more of its kind ask for the same data.
            "repl-diskless-sync-delay": "0",
        ]
        // Older servers allow DEBUG always, and do not start with a directive that they do not know.
        if let majorVersion, majorVersion >= 7 { lines["enable-debug-command"] = "local" }
        if let password { lines["requirepass"] = Self.quoted(password) }
        if unixSocket {
            lines["unixsocket"] = Self.quoted(Self.socketPath(in: folder))
            lines["unixsocketperm"] = "700"
        }
        if let tls, let tlsPort {
            lines["tls-port"] = "\(tlsPort)"
            lines["tls-cert-file"] = Self.quoted(tls.certificate)
            lines["tls-key-file"] = Self.quoted(tls.privateKey)
            lines["tls-auth-clients"] = tls.clientCertificates.rawValue
            if let authority = tls.authority { lines["tls-ca-cert-file"] = Self.quoted(authority) }
        }
        for (name, value) in directives { lines[name.lowercased()] = value }
        for (name, value) in replication { lines[name] = value }
        return lines.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
            + users.map { "user \($0.line)\n" }.joined()
    }

    static func socketPath(in folder: String) -> String { folder + "/redis.sock" }

    /// A value in the syntax of `redis.conf`, for any bytes.
    static func quoted(_ text: String) -> String {
        let digits = Array("0123456789abcdef")
        let escaped = text.utf8.map { byte in
            let character = Character(UnicodeScalar(byte))
            let plain = byte < 0x80 && (character.isLetter || character.isNumber || "/._-".contains(character))
            return plain ? "\(character)" : "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
        return "\"" + escaped.joined() + "\""
    }
}

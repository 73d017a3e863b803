/// The options that other clients have in their URLs and this one has not, and what becomes of them.
///
/// A wish for encryption, a database or Sentinel is never ignored: the URL is refused. What only tunes a client is ignored
/// with a notice that gives the name it has here.
enum ForeignOption {
    /// Asks for TLS, unless its value says no.
    case encryption
    /// Tunes TLS, so it asks for it. The text says what to use here.
    case tlsDetail(String)
    /// Names a database.
    case database
    /// Names a master that Sentinel knows.
    case sentinel
    /// An option with another name here.
    case renamed(String)

    init?(_ name: String) {
        let plain = name.lowercased().filter { $0 != "_" && $0 != "-" }
        switch plain {
        case "ssl", "tls", "usessl", "usetls", "sslenabled", "tlsenabled", "enablessl", "enabletls", "sslmode",
            "secure":
            self = .encryption
        case "sslcertreqs", "sslcheckhostname", "sslverify", "verifypeer", "tlsinsecure", "insecure", "skipverify",
            "tlsskipverify", "sslverification":
            self = .tlsDetail("tls_verification=full, without-hostname or none")
        case "sslcacerts", "sslcacert", "sslcafile", "sslcapath", "sslrootcert", "tlscacert", "tlsca", "tlscafile",
            "sslca", "cafile":
            self = .tlsDetail("tls_trust_roots=file:PATH")
        case "sslcertfile", "tlscert", "tlscertfile", "sslcert":
            self = .tlsDetail("tls_certificate_chain_file=PATH")
        case "sslkeyfile", "tlskey", "tlskeyfile", "sslkey":
            self = .tlsDetail("tls_private_key_file=PATH")
        case "defaultdatabase", "dbindex", "dbnum", "dbnumber", "databaseindex", "databasenumber", "virtualdb":
            self = .database
        case "sentinel", "sentinels", "sentinelmasterid", "sentinelmaster", "sentinelname", "sentinelservicename",
            "mastername", "masterset", "mastersetname", "servicename":
            self = .sentinel
        case "timeout", "sockettimeout", "readtimeout", "writetimeout", "synctimeout", "commandstimeout":
            self = .renamed("command_timeout")
        case "socketconnecttimeout", "dialtimeout", "connectiontimeout":
            self = .renamed("connect_timeout")
        case "poolsize", "maxconnections", "maxpoolsize", "connections": self = .renamed("shared_connections")
        case "resp", "respversion": self = .renamed("protocol")
        case "name", "appname": self = .renamed("client_name")
        default:
            guard let meant = Self.nearest(to: plain) else { return nil }
            self = .renamed(meant)
        }
    }

    /// Throws if the option is a wish that the URL does not fulfil; otherwise returns a notice, if there is one to give.
    func notice(
        name: String, value: String, scheme: RedisURL.Scheme, source: String
    ) throws(RedisConfigurationError) -> String? {
        switch self {
        case .encryption:
            let isNo = ["false", "no", "off", "0", "none", "disable", "disabled"].contains(value.lowercased())
            guard (scheme == .tls) == isNo else { return nil }
            throw isNo ? Self.plainTextWish : Self.encryptionWish(scheme)
        case .tlsDetail(let meant):
            guard scheme == .tls else { throw Self.encryptionWish(scheme) }
            return "\(source) has the option \(name) of another client, which is ignored; here it is \(meant)"
        case .database:
            throw RedisConfigurationError(
                field: "database", problem: "the URL names a database by an option of another client",
                advice: "Write the database as the path, such as redis://cache.internal:6379/3, or as the option db=3")
        case .sentinel: throw Self.sentinelWish
        case .renamed(let meant):
            return "\(source) has an option that is not known here and is ignored; "
                + "the option with that meaning is \(meant)"
        }
    }

    static let sentinelWish = RedisConfigurationError(
        field: "url", problem: "the URL asks for Sentinel, which this client does not support",
        advice:
            "Name the primary itself, by a DNS name that follows a failover, such as redis://primary.internal:6379/0")

    private static let plainTextWish = RedisConfigurationError(
        field: "tls", problem: "an option of the URL switches encryption off, but its scheme is that of TLS",
        advice: "Leave the option out, or write redis:// for plain text")

    private static func encryptionWish(_ scheme: RedisURL.Scheme) -> RedisConfigurationError {
        RedisConfigurationError(
            field: "tls", problem: "an option of the URL asks for encryption, but its scheme is that of plain text",
            advice: scheme == .unixSocket
                ? "Leave the option out: a Unix socket does not leave the machine"
                : "Write rediss:// or valkeys:// for TLS, or leave the option out for plain text")
    }

    /// The option of this client that differs from `plain` by at most two typing errors.
    private static func nearest(to plain: String) -> String? {
        guard plain.utf8.count >= 5, plain.utf8.count <= 40 else { return nil }
        return RedisSetting.all.lazy.compactMap(\.option).first { option in
            distance(Array(option.utf8.filter { $0 != UInt8(ascii: "_") }), Array(plain.utf8)) <= 2
        }
    }

    /// How many insertions, deletions and replacements turn one text into the other.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in other.indices {
                let cost = min(row[column] + 1, row[column + 1] + 1, diagonal + (byte == other[column] ? 0 : 1))
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[other.count]
    }
}

/// Recognizes a connection string of StackExchange.Redis, as Azure gives it out:
/// `cache.example:6380,password=…,ssl=True`. None of it is shown: it has the password in it.
enum ConnectionString {
    /// The error for `text`, if it is such a string.
    static func error(for text: String, field: String) -> RedisConfigurationError? {
        let options = text.split(separator: ",").dropFirst().map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (key: trimmed(pair[0]), value: pair.count == 2 ? trimmed(pair[1]) : nil)
        }
        guard options.contains(where: { $0.value != nil && keys.contains($0.key) }) else { return nil }
        let scheme = options.contains { $0.key == "ssl" && $0.value != "false" } ? "rediss" : "redis"
        let user = options.contains { $0.key == "user" } ? "USER" : ""
        return RedisConfigurationError(
            field: field, read: .hidden(text), problem: "it is a connection string of StackExchange.Redis",
            advice:
                "Set REDIS_URL=\(scheme)://\(user):PASSWORD@HOST:PORT/DATABASE instead, with the special characters of "
                + "the password as escapes (%3D for =)")
    }

    private static func trimmed(_ text: Substring) -> String {
        text.lowercased().filter { !$0.isWhitespace }
    }

    private static let keys: Set<String> = [
        "password", "user", "ssl", "sslhost", "sslprotocols", "abortconnect", "allowadmin", "connecttimeout",
        "synctimeout", "asynctimeout", "connectretry", "defaultdatabase", "name", "keepalive", "servicename",
        "tiebreaker", "channelprefix", "configcheckseconds", "resolvedns", "protocol", "tunnel",
    ]
}

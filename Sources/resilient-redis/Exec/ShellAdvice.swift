import ResilientRedisClient

extension RedisError {
    /// The error for a command that `exec` cannot send, with advice for a shell: the client's own names parts of its API.
    ///
    /// - Parameter command: The command's name and arguments.
    func forShell(_ command: [[UInt8]]) -> RedisError {
        guard code == .unsupported else { return self }
        let name = String(decoding: command.first ?? [], as: UTF8.self).uppercased()
        return RedisError(
            code, outcome: outcome, message: "\(name) cannot be sent by exec. \(Self.advice(on: name))",
            endpoint: endpoint)
    }

    private static func advice(on name: String) -> String {
        switch name {
        case "SELECT": "Name the database in the URL, such as --url redis://cache.internal/1, or in REDIS_DATABASE"
        case "AUTH", "HELLO":
            "Give user and password in REDIS_USERNAME and REDIS_PASSWORD, or in the URL: redis://USER:PASSWORD@HOST"
        case "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH":
            "It has no transactions: write what belongs together as one script, for EVAL"
        case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE", "MONITOR":
            "It prints one reply for each command; use redis-cli to read messages"
        case "QUIT": "It ends when its input ends"
        default: "The command needs a connection to itself or gets no reply; use redis-cli for it"
        }
    }
}

/// An error line that a server sends instead of a reply, word for word as a real one says it.
public struct ServerErrorReply: Sendable, Hashable, CustomStringConvertible {
    /// The name under which ``Fault/init(named:)`` knows it, such as `loading`; `nil` for a line of your own.
    public let name: String?
    /// The line without its leading `-` and its line end.
    public let text: String

    /// An error line of your own, without the leading `-` and the line end. Line breaks in it are written as spaces,
    /// since they would end the reply.
    public init(_ text: String) {
        name = nil
        self.text = String(text.map { $0.isNewline ? " " : $0 })
    }

    private init(name: String, _ text: String) {
        self.name = name
        self.text = text
    }

    /// What is sent: `-`, the text and a line end.
    public var line: String { "-\(text)\r\n" }

    /// The error as Swift code.
    public var description: String {
        guard let name else { return "ServerErrorReply(\(text.debugDescription))" }
        return name == "maxclients" ? ".maxClients" : ".\(name)"
    }

    /// The server is reading its data from disk.
    public static let loading = ServerErrorReply(name: "loading", "LOADING Redis is loading the dataset in memory")
    /// A write reached a replica.
    public static let readonly = ServerErrorReply(
        name: "readonly", "READONLY You can't write against a read only replica.")
    /// A replica without its primary.
    public static let masterdown = ServerErrorReply(
        name: "masterdown", "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.")
    /// The key's slot is served elsewhere.
    public static let moved = ServerErrorReply(name: "moved", "MOVED 3999 127.0.0.1:6381")
    /// The key's slot is just moving elsewhere.
    public static let ask = ServerErrorReply(name: "ask", "ASK 3999 127.0.0.1:6381")
    /// Keys of a slot on the move are not all in one place.
    public static let tryagain = ServerErrorReply(
        name: "tryagain", "TRYAGAIN Multiple keys request during rehashing of slot")
    /// The cluster cannot serve the slot.
    public static let clusterdown = ServerErrorReply(name: "clusterdown", "CLUSTERDOWN Hash slot not served")
    /// A script keeps the server busy.
    public static let busy = ServerErrorReply(
        name: "busy",
        "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.")
    /// The memory limit is reached.
    public static let oom = ServerErrorReply(name: "oom", "OOM command not allowed when used memory > 'maxmemory'.")
    /// The client has not authenticated.
    public static let noauth = ServerErrorReply(name: "noauth", "NOAUTH Authentication required.")
    /// The user may not run the command.
    public static let noperm = ServerErrorReply(
        name: "noperm", "NOPERM this user has no permissions to run the 'set' command")
    /// User name or password are wrong.
    public static let wrongpass = ServerErrorReply(
        name: "wrongpass", "WRONGPASS invalid username-password pair or user is disabled.")
    /// The server cannot write its snapshots and so takes no writes.
    public static let misconf = ServerErrorReply(
        name: "misconf",
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. "
            + "Commands that may modify the data set are disabled, because this instance is configured to report errors "
            + "during writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs "
            + "for details about the RDB error.")
    /// Too few replicas follow.
    public static let noreplicas = ServerErrorReply(name: "noreplicas", "NOREPLICAS Not enough good replicas to write.")
    /// The script is not in the server's cache.
    public static let noscript = ServerErrorReply(name: "noscript", "NOSCRIPT No matching script. Please use EVAL.")
    /// The server takes no further connection.
    public static let maxClients = ServerErrorReply(name: "maxclients", "ERR max number of clients reached")

    /// All of the above.
    public static let canned: [ServerErrorReply] = [
        .loading, .readonly, .masterdown, .moved, .ask, .tryagain, .clusterdown, .busy, .oom, .noauth, .noperm,
        .wrongpass, .misconf, .noreplicas, .noscript, .maxClients,
    ]
}

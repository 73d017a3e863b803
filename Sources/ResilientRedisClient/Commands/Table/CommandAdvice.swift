/// How to do what a command is for that cannot be sent over a connection which other tasks share.
struct CommandAdvice {
    /// The command's name, with its subcommand where that matters.
    let name: String
    /// One or two sentences: why, and which part of the API to use, or that there is none yet.
    let text: String

    init(_ words: some Collection<String>, _ traits: RedisCommandTraits, inPipeline: Bool) {
        let first = words.first ?? ""
        let isSubcommand = ["CLIENT", "SCRIPT"].contains(first) && words.count > 1
        name = isSubcommand ? words.prefix(2).joined(separator: " ") : first
        text =
            if traits.contains(.unsupported) {
                Self.unsupported(name)
            } else if traits.isSuperset(of: [.blocking, .connectionState]) {
                "It concerns the writes of one connection; use withConnection for them and for it"
            } else if traits.contains(.blocking), inPipeline {
                "It would hold back the replies of the others; send it by itself"
            } else {
                Self.connectionState(name)
            }
    }

    private static func unsupported(_ name: String) -> String {
        switch name {
        case "": "It has no words, and a server does not answer that"
        case "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE":
            "It would break the order of replies, and this client has no API for publish and subscribe yet"
        case "CLIENT REPLY": "It would break the order of replies: every command gets its reply here"
        default: "It would break the order of replies, and this client has no API for \(name)"
        }
    }

    private static func connectionState(_ name: String) -> String {
        let reason = "It changes the state of a connection that other tasks share; "
        return switch name {
        case "SELECT":
            reason + "set the configuration's database (a URL ends with /1), or use withConnection"
        case "AUTH": reason + "set the configuration's credentials"
        case "HELLO": reason + "set the configuration's protocolVersion and credentials"
        case "MULTI", "EXEC", "DISCARD": reason + "use transaction"
        case "WATCH", "UNWATCH": reason + "use transaction(watching:)"
        case "QUIT": "It ends a connection that other tasks share; use shutdown to end the client"
        default: reason + "use withConnection"
        }
    }
}

/// The commands that open a session, sent together, and what their replies mean.
struct Handshake {
    private enum Step {
        case hello, auth, setName, select, ping
    }

    private var steps: [Step] = []
    let request: RedisRequest

    init(_ configuration: RedisConfiguration) {
        var wire = WireCommand(bytes: [])
        var steps: [Step] = []
        func add(_ step: Step, _ words: [String]) {
            var encoder = RESPEncoder()
            for word in words { encoder.append(word) }
            wire.append(encoder.finish())
            steps.append(step)
        }
        let credentials = configuration.credentials
        switch configuration.protocolVersion {
        case .resp3:
            let auth = credentials.map { ["AUTH", $0.username ?? "default", $0.password] } ?? []
            add(.hello, ["HELLO", "3"] + auth)
        case .resp2:
            if let credentials {
                add(.auth, ["AUTH"] + [credentials.username, credentials.password].compactMap { $0 })
            }
        }
        if let name = configuration.clientName { add(.setName, ["CLIENT", "SETNAME", name]) }
        if configuration.database != 0 { add(.select, ["SELECT", String(configuration.database)]) }
        add(.ping, ["PING"])
        self.steps = steps
        request = RedisRequest(wire, traits: .readOnly, replyCount: steps.count)
    }

    /// The failure that the replies tell of, if any.
    func failure(in replies: [RESPValue], endpoint: String) -> ConnectionFailure? {
        for (step, reply) in zip(steps, replies) {
            guard case .error(let error) = reply else { continue }
            // Proxies do not always know CLIENT; a connection without a name serves as well.
            if step == .setName, error.name == "ERR", FailureCause(reply: error) == nil { continue }
            return failure(of: step, error, endpoint: endpoint)
        }
        return nil
    }

    private func failure(of step: Step, _ reply: RESPErrorReply, endpoint: String) -> ConnectionFailure {
        let cause = FailureCause(reply: reply)
        let advice =
            switch (step, reply.name) {
            case (_, "LOADING"): "It will answer when its data set is loaded"
            case (.auth, _), (.hello, "WRONGPASS"), (.hello, "NOAUTH"): "Check the user name and the password"
            case (.hello, _): "The server may not know RESP3; use protocol version 2"
            case (.select, _): "Check the database number"
            case (_, "NOAUTH"): "Set a password"
            case (_, "NOPERM"): "Give the user permission to run PING"
            default: "Check the server"
            }
        if cause == .maximumClients {
            return ConnectionFailure(
                cause: cause,
                error: RedisError(
                    .unavailable, outcome: .notSent,
                    message: "the server accepts no more clients: raise maxclients or use fewer connections",
                    endpoint: endpoint, reply: reply))
        }
        return ConnectionFailure(
            cause: cause,
            error: RedisError(
                .server, outcome: .rejected,
                message: "the server refused the connection's \(step): \(reply.message). \(advice)",
                endpoint: endpoint, reply: reply))
    }
}

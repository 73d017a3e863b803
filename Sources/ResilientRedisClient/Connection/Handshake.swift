/// Opens a session: decides which commands to send, and what their replies mean.
///
/// The commands of one attempt are sent together. When HELLO 3 is refused by a server or a proxy that does not know it,
/// a handshake that may fall back sends those of RESP2.
package struct Handshake {
    package enum Action {
        /// Send these commands, and hand their replies to ``receive(_:endpoint:)``.
        case send(RedisRequest)
        /// The connection is ready and speaks this version of the protocol.
        case ready(RedisConfiguration.ProtocolVersion)
        /// The connection is of no use.
        case fail(ConnectionFailure)
    }

    private enum Step {
        case hello, auth, setName, select, ping

        /// Whether the reply is one that Redis gives to it when it does as it is told.
        func isAnswered(by reply: RESPValue) -> Bool {
            switch (self, reply) {
            // A server of RESP3 answers with a map. Which of its fields there are is its own business.
            case (.hello, .map), (.hello, .array): true
            case (.auth, _), (.select, _): reply.isStatus("OK")
            case (.ping, _): reply.isPong
            // It serves as well without.
            case (.setName, _): true
            default: false
            }
        }
    }

    private let configuration: RedisConfiguration
    private let fallsBack: Bool
    private let protocolVersion: RedisConfiguration.ProtocolVersion
    private let steps: [Step]
    private let password: String?
    /// The commands of this attempt.
    package let request: RedisRequest

    /// - Parameter fallsBack: With RESP3 configured, RESP2 will do where the server does not know HELLO.
    package init(_ configuration: RedisConfiguration, fallsBack: Bool = false) {
        self.init(configuration, protocolVersion: configuration.protocolVersion, fallsBack: fallsBack)
    }

    private init(
        _ configuration: RedisConfiguration, protocolVersion: RedisConfiguration.ProtocolVersion, fallsBack: Bool
    ) {
        self.configuration = configuration
        self.protocolVersion = protocolVersion
        self.fallsBack = fallsBack
        var wire = WireCommand()
        var steps: [Step] = []
        func add(_ step: Step, _ words: [String]) {
            var encoder = RESPEncoder()
            for word in words { encoder.append(word) }
            wire.append(encoder.finish())
            steps.append(step)
        }
        let credentials = configuration.credentials
        password = credentials?.password
        switch protocolVersion {
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

    /// Takes the replies to the commands that were sent last.
    package mutating func receive(_ replies: [RESPValue], endpoint: String) -> Action {
        if fallsBack, steps.first == .hello, case .error(let error) = replies.first, Self.knowsNoHello(error) {
            self = Handshake(configuration, protocolVersion: .resp2, fallsBack: false)
            return .send(request)
        }
        return failure(in: replies, endpoint: endpoint).map { .fail($0) } ?? .ready(protocolVersion)
    }

    /// The server, or a proxy before it, does not know HELLO or this version of the protocol. It would refuse RESP2 for
    /// any other reason just as well.
    private static func knowsNoHello(_ error: RESPErrorReply) -> Bool {
        error.name == "NOPROTO" || error.name == "ERR" && RedisFailureCause(reply: error) == nil
    }

    /// Returns the failure that the replies tell of, if any.
    package func failure(in replies: [RESPValue], endpoint: String) -> ConnectionFailure? {
        for (step, reply) in zip(steps, replies) {
            guard case .error(let error) = reply else {
                guard step.isAnswered(by: reply) else { return misplaced(reply, after: step, endpoint: endpoint) }
                continue
            }
            // Proxies do not always know CLIENT, and not every user may use it; a connection without a name serves as
            // well.
            if step == .setName, ["ERR", "NOPERM"].contains(error.name), RedisFailureCause(reply: error) == nil {
                continue
            }
            if step == .ping, Self.isNoReasonToHangUp(error) { continue }
            return failure(of: step, withoutSecrets(error), endpoint: endpoint)
        }
        return nil
    }

    /// Some servers that refuse a PING serve other commands: one that cannot save its data set (MISCONF) serves reads, and a
    /// user without the permission to PING has others. Whatever else is said to a PING is meant for the whole connection.
    static func isNoReasonToHangUp(_ error: RESPErrorReply) -> Bool {
        ["NOPERM", "MISCONF", "BUSY", "READONLY", "OOM"].contains(error.name) && RedisFailureCause(reply: error) == nil
    }

    /// Servers that do not know a command quote its arguments, and those of the handshake are secret.
    private func withoutSecrets(_ reply: RESPErrorReply) -> RESPErrorReply {
        let text = Array(reply.messageWithoutArguments.utf8)
        // By the bytes: a combining mark behind the password makes its last letter another one to a string.
        guard let password, !password.isEmpty, text.firstRange(of: password.utf8) != nil else {
            return RESPErrorReply(bytes: text)
        }
        let name = reply.name
        return RESPErrorReply(bytes: Array((name.utf8.firstRange(of: password.utf8) == nil ? name : "ERR").utf8))
    }

    /// The reply to something else, or from something else than Redis. All that follow would be taken for each other.
    private func misplaced(_ reply: RESPValue, after step: Step, endpoint: String) -> ConnectionFailure {
        ConnectionFailure(
            cause: .handshake,
            error: RedisError(
                .protocolError, outcome: .notSent,
                message: "the reply to the connection's \(step) makes no sense (\(reply.kind)). "
                    + "Check the address and what lies before the server",
                endpoint: endpoint))
    }

    private func failure(of step: Step, _ reply: RESPErrorReply, endpoint: String) -> ConnectionFailure {
        let cause = RedisFailureCause(reply: reply)
        let advice =
            switch (step, reply.name) {
            case (_, "LOADING"): "It will answer when its data set is loaded"
            case (.auth, _), (.hello, "WRONGPASS"), (.hello, "NOAUTH"): "Check the user name and the password"
            case (.hello, _): "The server may not know RESP3; use protocol version 2"
            case (.select, _): "Check the database number"
            case (_, "NOAUTH"): "Set a password"
            case (_, "DENIED"): "It runs in protected mode: set a password on the server, or bind it to an address"
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
                message: "the server refused the connection's \(step): \(reply.sentence). \(advice)",
                endpoint: endpoint, reply: reply))
    }
}

extension RESPValue {
    /// A short answer of this one word, in letters of any size.
    func isStatus(_ word: String) -> Bool {
        switch self {
        case .simpleString(let bytes), .bulkString(let bytes):
            String(decoding: bytes, as: UTF8.self).uppercased() == word
        default: false
        }
    }

    /// What a server answers to a PING without an argument; while it is subscribed to anything, RESP2 has a list for it.
    var isPong: Bool {
        if case .array(let elements) = self { return elements.first?.isStatus("PONG") ?? false }
        return isStatus("PONG")
    }
}

extension RESPErrorReply {
    /// The text without a full stop at its end, so that a message can go on behind it.
    fileprivate var sentence: String {
        message.hasSuffix(".") ? String(message.dropLast()) : message
    }
}

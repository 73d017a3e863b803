extension ScriptedServer {
    /// How a ``ScriptedServer`` treats connections and commands.
    public struct Behaviour: Sendable {
        enum Listener: Sendable {
            case accepting
            case refusing
            case blackHole
        }

        let listener: Listener
        let greeting: [Action]
        let readsRequests: Bool
        let answer: @Sendable (Command) -> [Action]

        private init(
            listener: Listener = .accepting,
            greeting: [Action] = [],
            readsRequests: Bool = true,
            answer: @escaping @Sendable (Command) -> [Action] = { _ in [] }
        ) {
            self.listener = listener
            self.greeting = greeting
            self.readsRequests = readsRequests
            self.answer = answer
        }

        /// Refuses every connect at once (ECONNREFUSED). On Linux no other program gets the port meanwhile.
        public static let refuse = Behaviour(listener: .refusing)

        /// Lets every connect hang: the peer's SYN gets no answer of any kind.
        public static let blackHoleConnect = Behaviour(listener: .blackHole)

        /// Accepts every connection and closes it before a byte was exchanged.
        public static let acceptThenClose = Behaviour(greeting: [.close])

        /// Accepts, reads and records everything, and never answers.
        public static let neverAnswer = Behaviour()

        /// Accepts and never reads, so that the peer's writes get stuck once the buffers of both sides are full.
        public static let neverRead = Behaviour(readsRequests: false)

        /// Does the same on every connection as soon as it is accepted, whatever the peer says; commands are recorded.
        public static func greet(_ actions: [Action]) -> Behaviour { Behaviour(greeting: actions) }

        /// Sends `bytes` one by one as soon as a connection is accepted, whatever the peer says.
        public static func dripFeed(_ bytes: [UInt8], every interval: Duration) -> Behaviour {
            .greet([.sendSlowly(bytes, every: interval)])
        }

        /// Answers every command as `handler` says.
        ///
        /// The handler runs on the server's one thread, for one command after the other: it must not block.
        public static func replies(_ handler: @escaping @Sendable (Command) -> [Action]) -> Behaviour {
            Behaviour(answer: handler)
        }

        /// Answers what `script` has an answer for as it says, and the rest of a client's handshake as
        /// ``HealthyReplies`` does.
        public static func healthy(
            _ script: @escaping @Sendable (Command) -> [Action]? = { _ in nil }
        ) -> Behaviour {
            Behaviour(answer: { script($0) ?? HealthyReplies.answer(to: $0) })
        }
    }
}

extension ScriptedServer {
    /// One thing a ``ScriptedServer`` does on a connection. Actions are carried out in order, each after the one before
    /// it is through.
    public struct Action: Sendable, Equatable {
        enum Kind: Sendable, Equatable {
            case send([UInt8])
            case pause(Duration)
            case close
            case reset
        }

        /// The steps that this action consists of.
        let steps: [Kind]

        /// Sends bytes as they are.
        public static func send(_ bytes: [UInt8]) -> Action { Action(steps: [.send(bytes)]) }

        /// Sends text as it is; line ends are written `\r\n`.
        public static func send(_ text: String) -> Action { .send(Array(text.utf8)) }

        /// Sends the first `chunk` bytes at once, and as many more each time `interval` has passed.
        ///
        /// - Parameters:
        ///   - bytes: What to send.
        ///   - chunk: Bytes per packet; 1 by default, and at least 1.
        ///   - interval: Time between two packets, to the millisecond.
        public static func sendSlowly(_ bytes: [UInt8], chunk: Int = 1, every interval: Duration) -> Action {
            var steps: [Kind] = []
            for start in stride(from: 0, to: bytes.count, by: max(1, chunk)) {
                if start > 0 { steps.append(.pause(interval)) }
                steps.append(.send(Array(bytes[start..<min(bytes.count, start + max(1, chunk))])))
            }
            return Action(steps: steps)
        }

        /// Waits before the next action on this connection; others go on.
        public static func pause(_ duration: Duration) -> Action { Action(steps: [.pause(duration)]) }

        /// Ends the connection in an orderly way (FIN), after everything before it was sent.
        public static let close = Action(steps: [.close])

        /// Breaks the connection off (RST): the peer may lose what was sent but not read.
        public static let reset = Action(steps: [.reset])

        /// Does nothing: the command stays unanswered.
        public static let nothing = Action(steps: [])
    }
}

extension ScriptedServer {
    /// A command that a ``ScriptedServer`` received.
    public struct Command: Sendable, Equatable {
        /// Which connection it came on: 0 for the first that was accepted, 1 for the second, and so on.
        public let connection: Int
        /// Its position among the commands of that connection, from 0.
        public let position: Int
        /// The command's name and arguments, byte for byte.
        public let arguments: [[UInt8]]

        /// The name and arguments as text; bytes that are not UTF-8 are replaced.
        public var words: [String] { arguments.map { String(decoding: $0, as: UTF8.self) } }

        /// The command's name in capitals, such as `GET`.
        public var name: String { String(decoding: arguments.first ?? [], as: UTF8.self).uppercased() }
    }
}

/// The answers of a server in good health to what clients say on a new connection.
///
/// It speaks RESP2 only, and so answers `HELLO` as servers before Redis 6 do.
public enum HealthyReplies {
    /// The answer to a command of the handshake; for any other command, an error reply that names it.
    public static func answer(to command: ScriptedServer.Command) -> [ScriptedServer.Action] {
        switch command.name {
        case "PING":
            guard let message = command.arguments.dropFirst().first else { return [.send("+PONG\r\n")] }
            return [.send(Array("$\(message.count)\r\n".utf8) + message + Array("\r\n".utf8))]
        case "AUTH", "CLIENT", "SELECT":
            return [.send("+OK\r\n")]
        case "QUIT":
            return [.send("+OK\r\n"), .close]
        case "HELLO":
            return [.send("-ERR unknown command 'HELLO'\r\n")]
        default:
            let name = command.name.filter { $0.isLetter || $0.isNumber }
            return [.send("-ERR the script has no answer to \(name)\r\n")]
        }
    }
}

extension ScriptedServer {
    /// How a ``ScriptedServer`` treats connections and commands.
    public struct Behaviour: Sendable {
        enum Door: Sendable {
            case open
            case refusing
            case blackHole
        }

        let door: Door
        let greeting: [Action]
        let readsRequests: Bool
        let answer: @Sendable (Command) -> [Action]

        private init(
            door: Door = .open,
            greeting: [Action] = [],
            readsRequests: Bool = true,
            answer: @escaping @Sendable (Command) -> [Action] = { _ in [] }
        ) {
            self.door = door
            self.greeting = greeting
            self.readsRequests = readsRequests
            self.answer = answer
        }

        /// Refuses every connect at once (ECONNREFUSED). Nobody else gets the port meanwhile (on Linux).
        public static let refuse = Behaviour(door: .refusing)

        /// Lets every connect hang: the peer's SYN gets no answer of any kind.
        public static let blackHoleConnect = Behaviour(door: .blackHole)

        /// Accepts every connection and closes it before a word was said.
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

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

/// A failure of a Redis call, in words for the person who must act on it.
///
/// The ``code`` says what happened, the ``outcome`` what became of the command, and the ``message`` what was tried,
/// on which endpoint, for how long, and what to do next. Neither holds a secret or an argument's value.
public struct RedisError: Error, Sendable {
    /// What kind of failure it was.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name, as it appears in logs and in the command-line tool's output.
        public let description: String

        private init(_ description: String) { self.description = description }

        /// The command's deadline passed. It is not retried.
        public static let timeout = Code("timeout")
        /// Redis is unavailable and the backoff lasts: the call failed at once. See ``RedisError/retryAfter``.
        public static let unavailable = Code("unavailable")
        /// The connection was lost while the command was on it.
        public static let connectionLost = Code("connectionLost")
        /// The server sent something that is not a valid reply, or a reply that answers no command.
        public static let protocolError = Code("protocolError")
        /// A bound of the client was reached (waiting commands, bytes, leases).
        public static let overloaded = Code("overloaded")
        /// The TLS session could not be established or broke.
        public static let tls = Code("tls")
        /// The server answered with an error; ``RedisError/reply`` holds it.
        public static let server = Code("server")
        /// The reply could not be read as the type asked for.
        public static let decoding = Code("decoding")
        /// The value could not be turned into a command's argument.
        public static let encoding = Code("encoding")
        /// The command cannot be run in this way (for example `MULTI` on a shared connection).
        public static let unsupported = Code("unsupported")
        /// A watched key changed, so the transaction was not executed.
        public static let transactionConflict = Code("transactionConflict")
        /// The server refused to queue a command of the transaction, and discarded it (`EXECABORT`).
        public static let transactionDiscarded = Code("transactionDiscarded")
        /// The client was shut down.
        public static let shutdown = Code("shutdown")
    }

    /// What became of the command.
    public enum Outcome: String, Sendable, Hashable {
        /// The command never left this process: it had no effect.
        case notSent
        /// The server refused the command without effect.
        case rejected
        /// The command may have run.
        case unknown
    }

    /// What kind of failure it was.
    public var code: Code { details.code }
    /// What became of the command.
    public let outcome: Outcome
    /// What was tried, for how long, and what to do next. Never a secret or a value.
    public var message: String { details.message }
    /// The endpoint as `host:port` or a socket path, when one was involved.
    public var endpoint: String? { details.endpoint }
    /// The server's error reply, for ``Code/server``, ``Code/transactionDiscarded`` and the causes of an outage.
    public var reply: RESPErrorReply? { details.reply }
    /// The error that caused this one, if any.
    public var underlying: (any Error)? { details.underlying }
    /// How long until the next probe, for ``Code/unavailable``.
    public let retryAfter: Duration?

    private let details: Details

    private final class Details: Sendable {
        let code: Code
        let message: String
        let endpoint: String?
        let reply: RESPErrorReply?
        let underlying: (any Error)?

        init(code: Code, message: String, endpoint: String?, reply: RESPErrorReply?, underlying: (any Error)?) {
            self.code = code
            self.message = message
            self.endpoint = endpoint
            self.reply = reply
            self.underlying = underlying
        }
    }

    /// Makes an error.
    public init(
        _ code: Code, outcome: Outcome, message: String, endpoint: String? = nil, reply: RESPErrorReply? = nil,
        underlying: (any Error)? = nil, retryAfter: Duration? = nil
    ) {
        details = Details(
            code: code, message: message, endpoint: endpoint, reply: reply, underlying: underlying)
        self.outcome = outcome
        self.retryAfter = retryAfter
    }

    /// The same failure with another outcome or time to wait; shares everything else.
    package func with(outcome: Outcome? = nil, retryAfter: Duration? = nil) -> RedisError {
        RedisError(details: details, outcome: outcome ?? self.outcome, retryAfter: retryAfter ?? self.retryAfter)
    }

    private init(details: Details, outcome: Outcome, retryAfter: Duration?) {
        self.details = details
        self.outcome = outcome
        self.retryAfter = retryAfter
    }
}

extension RedisError: CustomStringConvertible {
    /// One line with the code, the endpoint, the message and the outcome.
    public var description: String {
        let place = endpoint.map { " [\($0)]" } ?? ""
        let wait = retryAfter.map { ", next attempt in \($0.inSeconds)" } ?? ""
        return "\(code)\(place): \(message) (command outcome: \(outcome.rawValue)\(wait))"
    }
}

extension Duration {
    /// The duration in seconds with at most three decimals, for messages: `1.5 s`.
    package var inSeconds: String {
        let milliseconds = (self / .milliseconds(1)).rounded()
        let seconds = milliseconds / 1000
        return seconds == seconds.rounded() && abs(seconds) < 1e15 ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}

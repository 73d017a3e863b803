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
        /// The server has refused the connection, not the command.
        let concernsAccess: Bool

        init(
            code: Code, message: String, endpoint: String?, reply: RESPErrorReply?, underlying: (any Error)?,
            concernsAccess: Bool = false
        ) {
            self.concernsAccess = concernsAccess
            self.code = code
            self.message = message
            self.endpoint = endpoint
            self.reply = reply
            self.underlying = underlying
        }
    }

    /// Makes an error. Line ends, control characters and what changes the direction of text are escaped in the message: it
    /// may quote a server or a certificate, and must not forge lines of a log.
    public init(
        _ code: Code, outcome: Outcome, message: String, endpoint: String? = nil, reply: RESPErrorReply? = nil,
        underlying: (any Error)? = nil, retryAfter: Duration? = nil
    ) {
        details = Details(
            code: code, message: message.escapedForMessage, endpoint: endpoint?.escapedForMessage, reply: reply,
            underlying: underlying)
        self.outcome = outcome
        self.retryAfter = retryAfter
    }

    /// The same failure with another outcome or time to wait; shares everything else.
    package func with(outcome: Outcome? = nil, retryAfter: Duration? = nil) -> RedisError {
        RedisError(details: details, outcome: outcome ?? self.outcome, retryAfter: retryAfter ?? self.retryAfter)
    }

    /// The same failure without a time to wait: no further attempt is made.
    package var withoutRetry: RedisError { RedisError(details: details, outcome: outcome, retryAfter: nil) }

    /// The same failure, as one of the connection and not of the command.
    package var concerningAccess: RedisError {
        RedisError(
            details: Details(
                code: code, message: message, endpoint: endpoint, reply: reply, underlying: underlying,
                concernsAccess: true),
            outcome: outcome, retryAfter: retryAfter)
    }

    private init(details: Details, outcome: Outcome, retryAfter: Duration?) {
        self.details = details
        self.outcome = outcome
        self.retryAfter = retryAfter
    }
}

extension RedisError {
    /// Whether Redis, the way to it or the client's access to it is at fault, rather than this command.
    ///
    /// A web service answers with status 503 when it is true, and with 500 when it is false.
    ///
    /// True for time-outs, outages, lost connections, limits of the client that are reached, a client that was shut down, a
    /// refused login or database, and error replies that concern every command or every write: `NOAUTH`, `READONLY`,
    /// `OOM`, `LOADING` and their like. False when the command or its arguments are wrong (`WRONGTYPE`, `ERR`, `NOPERM`),
    /// when a reply cannot be decoded, and for a transaction's conflict.
    public var isServiceFailure: Bool {
        switch code {
        case .timeout, .unavailable, .connectionLost, .protocolError, .overloaded, .tls, .shutdown: true
        case .server, .transactionDiscarded: details.concernsAccess || reply.map(\.refusesService) ?? false
        default: false
        }
    }
}

extension RESPErrorReply {
    /// The server would refuse other commands for the same reason.
    fileprivate var refusesService: Bool {
        if RedisFailureCause(reply: self) != nil || refusedWrite != nil { return true }
        return ["NOAUTH", "WRONGPASS", "DENIED", "BUSY", "TRYAGAIN", "UNKILLABLE"].contains(name)
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

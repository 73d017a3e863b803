/// What kept a helper of this module from doing its work: a server that would not start, a wait that was in vain.
///
/// A fault that was *asked for* never shows up as an error here; it shows up in the client under test.
public struct FaultInjectionError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it was.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// No `redis-server` or `valkey-server` was found.
        public static let serverNotFound = Code(description: "serverNotFound")
        /// The server was found but did not come to answer.
        public static let startFailed = Code(description: "startFailed")
        /// The server was stopped for good before this call.
        public static let stopped = Code(description: "stopped")
        /// An argument of the call cannot be used.
        public static let invalidArgument = Code(description: "invalidArgument")
        /// What the test waited for did not happen in time.
        public static let waitTimedOut = Code(description: "waitTimedOut")
        /// The operating system refused something (a socket, a process, a folder).
        public static let system = Code(description: "system")
    }

    /// What kind of failure it was.
    public let code: Code
    /// What was tried, what happened instead, and what to do about it.
    public let message: String

    /// The code and the message in one line.
    public var description: String { "\(code): \(message)" }
}

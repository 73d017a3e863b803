#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// An error of this module itself: a server that does not start, or a wait that times out.
///
/// An injected fault is never reported as this error; it shows in the client under test.
public struct FaultInjectionError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// No `redis-server` or `valkey-server` was found.
        public static let serverNotFound = Code(description: "serverNotFound")
        /// The server was found but did not answer in time.
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

    /// The kind of failure.
    public let code: Code
    /// What was tried, what happened instead, and what to do about it.
    public let message: String

    /// The code and the message in one line.
    public var description: String { "\(code): \(message)" }
}

extension FaultInjectionError {
    /// The error for a system call that failed.
    ///
    /// - Parameters:
    ///   - action: What was tried, as in "bind a loopback port".
    ///   - number: The error number; the calling thread's `errno` unless given.
    static func system(_ action: String, number: Int32 = errno) -> FaultInjectionError {
        FaultInjectionError(code: .system, message: "could not \(action): \(String(cString: strerror(number)))")
    }
}

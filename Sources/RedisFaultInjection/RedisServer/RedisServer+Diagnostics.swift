import Synchronization

extension RedisServer {
    /// What there is to know about the server when a test has failed, as text of several lines: the program, the port, the
    /// state of its process, and the end of its log. Passwords are not in it.
    ///
    /// ```swift
    /// #expect(answer == "value", "\(server.diagnostics)")
    /// ```
    public var diagnostics: String {
        let version = majorVersion.map { " (version \($0))" } ?? ""
        return """
            \(executable.path)\(version) on \(host):\(port), \(processState); its log ends with:
            \(Self.tail(of: log))
            """
    }

    private var processState: String {
        state.withLock { state in
            if state.isStopped { return "stopped for good" }
            guard let process = state.process, !process.hasExited else { return "not running" }
            return "process \(process.pid) \(process.isFrozen ? "frozen" : "running")"
        }
    }

    /// The last lines of a log, indented.
    static func tail(of log: String) -> String {
        let lines = log.split(whereSeparator: \.isNewline)
        return lines.isEmpty ? "    (empty)" : lines.suffix(12).map { "    " + $0 }.joined(separator: "\n")
    }
}

extension RedisServer: CustomStringConvertible {
    /// The program and where it listens, in one line.
    public var description: String { "\(executable.path) on \(host):\(port)" }
}

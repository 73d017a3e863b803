import Synchronization

/// A private `redis-server` (or `valkey-server`) process for one test, on a free port of 127.0.0.1.
///
/// ```swift
/// let server = try await RedisServer.start(password: "secret", directives: ["maxclients": "10"])
/// defer { server.stop() }
/// // … a client on 127.0.0.1, server.port …
/// server.freeze()             // accepts connections, answers nothing
/// server.thaw()
/// server.kill()               // gone at once: connections break, new ones are refused
/// try await server.restart()  // same port, empty database
/// ```
///
/// It keeps its files in a temporary folder, writes no data to disk, and reads no configuration but that of this call.
/// The process and the folder are removed when ``stop()`` is called, when the last reference goes, and when this
/// process ends in any way, SIGKILL included.
public final class RedisServer: Sendable {
    /// The address the server listens on.
    public let host = "127.0.0.1"
    /// The TCP port the server listens on, without TLS.
    public let port: Int
    /// The TCP port for TLS, when the server was given certificates.
    public var tlsPort: Int? { tlsReservation?.port }
    /// The path of the server's Unix socket, if it has one.
    public let socketPath: String?

    let folder: ServerFolder
    let executable: ServerExecutable
    let majorVersion: Int?
    let configuration: ServerConfiguration
    let reservation: PortReservation
    let tlsReservation: PortReservation?
    let state = Mutex(State())

    struct State: Sendable {
        /// The process, while there is one. A new one takes its place at every restart.
        var process: ChildProcess?
        /// How much of the log is from earlier launches.
        var logLengthAtLaunch = 0
        /// What the log said when the folder was removed.
        var finalLog: String?

        var isStopped: Bool { finalLog != nil }
    }

    init(
        folder: ServerFolder,
        executable: ServerExecutable,
        majorVersion: Int?,
        configuration: ServerConfiguration,
        reservation: PortReservation,
        tlsReservation: PortReservation?
    ) {
        self.folder = folder
        self.executable = executable
        self.majorVersion = majorVersion
        self.configuration = configuration
        self.reservation = reservation
        self.tlsReservation = tlsReservation
        port = reservation.port
        socketPath = configuration.unixSocket ? ServerConfiguration.socketPath(in: folder.path) : nil
    }

    deinit { stop() }

    /// The process identifier of the server, or `nil` while no process runs.
    public var pid: Int32? {
        state.withLock { state in
            guard let process = state.process, !process.hasExited else { return nil }
            return process.pid
        }
    }

    /// Everything the server has written to its log since it was first started, over all restarts. Available after
    /// ``stop()``, too.
    public var log: String {
        state.withLock { $0.finalLog ?? folder.text(of: Self.logFile) }
    }

    /// The temporary folder with the server's files. It is removed by ``stop()``.
    public var folderPath: String { folder.path }

    /// Ends the server for good and removes its folder. Blocks for a few milliseconds; may be called more than once.
    public func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.end(in: folder)
            state.finalLog = folder.text(of: Self.logFile)
            folder.remove()
        }
    }

    /// Kills the server's process (SIGKILL), as a crash or the kernel's out-of-memory killer does.
    ///
    /// Returns once it is gone: its connections are broken, new ones are refused. ``restart()`` brings it back.
    public func kill() {
        state.withLock { $0.end(in: folder) }
    }

    /// Stops the process without ending it (SIGSTOP): the kernel still accepts connections and data for it, and
    /// nothing is answered. Returns once it has stopped.
    public func freeze() {
        state.withLock { $0.process?.freeze() }
    }

    /// Continues a frozen process (SIGCONT): it now answers what was sent to it meanwhile.
    public func thaw() {
        state.withLock { $0.process?.thaw() }
    }

    static let logFile = "server.log"
}

extension RedisServer.State {
    mutating func end(in folder: ServerFolder) {
        guard let process = process.take() else { return }
        process.kill()
        folder.forgetProcess()
    }
}

extension RedisServer {
    /// The state of the server as text of several lines, for the message of a failed test: the program, the port, the
    /// state of its process, and the end of its log. It contains no passwords.
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

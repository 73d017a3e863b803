#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Synchronization

extension RedisServer {
    /// Starts a server and waits until it answers.
    ///
    /// - Parameters:
    ///   - password: The password that clients must send (`requirepass`). Default: none.
    ///   - users: Users with rights of their own (ACL), beside the default user. Default: none.
    ///   - unixSocket: Whether to listen on a Unix socket as well; see ``socketPath``. Default: no.
    ///   - tls: Certificates for a second, TLS-only port; see ``tlsPort``. Default: none. `.made()` makes valid
    ///     ones, `.made(.expiredServer)` and its like make bad ones.
    ///   - port: The TCP port. Default: a free one, and another one when it is taken first.
    ///   - directives: Any further lines of `redis.conf`, such as `["maxclients": "1"]`; the value is written as that
    ///     file needs it, quotes included. They replace this module's own: no persistence, `DEBUG` allowed.
    ///   - program: The path of the server program. Default: the first `redis-server`, or else `valkey-server`, in
    ///     `PATH`.
    ///   - startupTimeout: How long the server may take until it answers. Default: 20 s.
    /// - Throws: ``FaultInjectionError`` with the end of the server's log when it does not answer in time, and with
    ///   what to install when there is no server program.
    public static func start(
        password: String? = nil,
        users: [User] = [],
        unixSocket: Bool = false,
        tls: TLSFiles? = nil,
        port: Int? = nil,
        directives: [String: String] = [:],
        program: String? = nil,
        startupTimeout: Duration = .seconds(20)
    ) async throws -> RedisServer {
        let configuration = ServerConfiguration(
            password: password,
            users: users,
            unixSocket: unixSocket,
            tls: tls,
            directives: directives,
            program: program,
            startupTimeout: startupTimeout
        )
        if let port, !(1...65535).contains(port) {
            throw FaultInjectionError(code: .invalidArgument, message: "the port \(port) is not in 1...65535")
        }
        return try await start(configuration, attempts: port == nil ? 20 : 1) { () throws(FaultInjectionError) in
            try PortReservation(port: port ?? 0)
        }
    }

    /// Starts a server on a port chosen by `choosePort`, which is called again when the port is in use.
    package static func start(
        choosingPortWith choosePort: @escaping @Sendable () throws(FaultInjectionError) -> PortReservation
    ) async throws -> RedisServer {
        let configuration = ServerConfiguration(
            unixSocket: false,
            directives: [:],
            startupTimeout: .seconds(20)
        )
        return try await start(configuration, attempts: 20, choosePort: choosePort)
    }

    /// Starts the server again, on the same port and with the same settings, and waits until it answers. The database
    /// is empty. A server that still runs is killed first.
    ///
    /// - Throws: ``FaultInjectionError`` when the server was stopped for good, or does not answer in time.
    public func restart() async throws {
        try await BlockingWork.run {
            try self.launch()
            try self.waitUntilReady()
        }
    }

    static func start(
        _ configuration: ServerConfiguration,
        attempts: Int,
        choosePort: @escaping @Sendable () throws(FaultInjectionError) -> PortReservation
    ) async throws -> RedisServer {
        try configuration.validate()
        let executable = try configuration.executable
        return try await BlockingWork.run {
            var attempt = 1
            while true {
                let folder = try ServerFolder()
                let server = RedisServer(
                    folder: folder,
                    executable: executable,
                    majorVersion: try executable.majorVersion(folder: folder),
                    configuration: configuration,
                    reservation: try choosePort(),
                    tlsReservation: configuration.tls == nil ? nil : try PortReservation()
                )
                do {
                    try server.launch()
                    try server.waitUntilReady()
                    return server
                } catch {
                    let portWasTaken = server.logSinceLaunch.contains("Address already in use")
                    guard portWasTaken, attempt < attempts else { throw error }
                    attempt += 1
                }
            }
        }
    }

    private func launch() throws(FaultInjectionError) {
        try state.withLock { (state) throws(FaultInjectionError) in
            guard !state.isStopped else {
                throw FaultInjectionError(code: .stopped, message: "the server was stopped; start a new one")
            }
            state.end(in: folder)
            let text = configuration.file(
                folder: folder.path,
                port: port,
                tlsPort: tlsPort,
                majorVersion: majorVersion
            )
            state.logLengthAtLaunch = folder.text(of: Self.logFile).utf8.count
            try folder.write(text, to: "redis.conf")
            state.process = try folder.launch(executable.path, [folder.path + "/redis.conf"], output: Self.logFile)
        }
    }

    private func waitUntilReady() throws(FaultInjectionError) {
        let deadline = ContinuousClock.now + configuration.startupTimeout
        var lastAnswer = "no answer"
        while ContinuousClock.now < deadline {
            let answer = ReadinessProbe.ask(port: port)
            // Asked after the probe: an answer from another server on this port does not count.
            guard pid != nil else { throw failure("ended at once") }
            switch answer {
            case .ready where announcedReadiness: return
            case .ready: break
            case .other(let text): lastAnswer = text
            case .silence: break
            }
            usleep(2000)
        }
        let failure = failure("did not answer within \(configuration.startupTimeout) (\(lastAnswer))")
        kill()
        throw failure
    }

    /// Whether this very process said that it serves. A PONG alone may come from another server on the port, before
    /// ours fails to bind it.
    private var announcedReadiness: Bool {
        configuration.directives.keys.contains { $0.lowercased() == "loglevel" }
            || logSinceLaunch.contains("eady to accept connections")
    }

    private func failure(_ what: String) -> FaultInjectionError {
        FaultInjectionError(
            code: .startFailed,
            message: "\(executable.path) on port \(port) \(what); its log ends with:\n\(Self.tail(of: logSinceLaunch))"
        )
    }

    private var logSinceLaunch: String {
        String(decoding: log.utf8.dropFirst(state.withLock { $0.logLengthAtLaunch }), as: UTF8.self)
    }
}

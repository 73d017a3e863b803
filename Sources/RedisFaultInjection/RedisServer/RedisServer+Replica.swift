#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension RedisServer {
    /// Starts another server that follows this one, and waits until it has everything that this one has.
    ///
    /// ```swift
    /// let primary = try await RedisServer.start()
    /// let replica = try await primary.startReplica()      // answers writes with -READONLY
    /// primary.kill()                                       // the replica goes on with what it has
    /// ```
    ///
    /// It has the same password and is a process of its own, which is stopped, frozen and killed separately.
    ///
    /// - Parameters:
    ///   - directives: Any further lines of `redis.conf` for the replica.
    ///   - startupTimeout: How long it may take until it answers and has caught up. Default: 20 s.
    /// - Throws: ``FaultInjectionError`` with the end of the replica's log when that does not happen in time.
    public func startReplica(
        directives: [String: String] = [:],
        startupTimeout: Duration = .seconds(20)
    ) async throws -> RedisServer {
        var replica = ServerConfiguration(
            password: configuration.password,
            directives: directives,
            program: executable.path,
            startupTimeout: startupTimeout
        )
        replica.replication["replicaof"] = "\(host) \(port)"
        if let password = configuration.password {
            replica.replication["masterauth"] = ServerConfiguration.quoted(password)
        }
        let deadline = ContinuousClock.now + startupTimeout
        let server = try await Self.start(replica, attempts: 20) { () throws(FaultInjectionError) in
            try PortReservation()
        }
        try await BlockingWork.run { try server.waitUntilLinked(until: deadline) }
        return server
    }

    private func waitUntilLinked(until deadline: ContinuousClock.Instant) throws(FaultInjectionError) {
        var commands: [UInt8] = []
        if let password = configuration.password {
            commands += Array("*2\r\n$4\r\nAUTH\r\n$\(password.utf8.count)\r\n\(password)\r\n".utf8)
        }
        commands += Array("INFO replication\r\n".utf8)
        while true {
            let answer = ReadinessProbe.exchange(commands, port: port)
            if answer.contains("master_link_status:up") || answer.contains("primary_link_status:up") { return }
            guard ContinuousClock.now < deadline, pid != nil else {
                throw FaultInjectionError(
                    code: .startFailed, message: "the replica on port \(port) did not catch up in time\n\(diagnostics)")
            }
            usleep(5000)
        }
    }
}

package import RedisTransport

extension OutputQueue {
    /// Adds an encoded command.
    package mutating func append(_ command: borrowing WireCommand) {
        append(command.bytes, command.start..<command.end, command.insertions)
    }
}

extension Socket {
    /// Adds a command to what ``flush()`` sends.
    package func enqueue(_ request: borrowing RedisRequest) {
        enqueue(request.wire.bytes, request.wire.start..<request.wire.end, request.wire.insertions)
    }

    /// Makes the kernel give up on a peer that vanished within seconds, and send small packets at once.
    package func setOptions(_ options: RedisConfiguration.TCP) {
        setOptions(
            TCPOptions(
                keepaliveIdle: options.keepaliveIdle, keepaliveInterval: options.keepaliveInterval,
                keepaliveCount: options.keepaliveCount, userTimeout: options.userTimeout))
    }
}

extension TLSContext {
    /// Makes the context for a configuration's TLS settings.
    package convenience init(_ options: RedisConfiguration.TLS) throws(TLSFailure) {
        let trust: TLSOptions.TrustRoots =
            switch options.trustRoots {
            case .system: .system
            case .file(let path): .file(path)
            case .directory(let path): .directory(path)
            }
        let verification: TLSOptions.Verification =
            switch options.verification {
            case .full: .full
            case .withoutHostname: .withoutHostname
            case .none: .none
            }
        try self.init(
            TLSOptions(
                verification: verification, trustRoots: trust, certificateChainFile: options.certificateChainFile,
                privateKeyFile: options.privateKeyFile, minimumVersion: options.minimumVersion == .v1_2 ? .v1_2 : .v1_3)
        )
    }
}

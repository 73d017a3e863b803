extension RedisConfiguration {
    /// Checks that every setting can work; a client does so when it is made.
    ///
    /// Only the values are looked at: no file is opened and no name resolved.
    ///
    /// - Throws: ``RedisConfigurationError`` for the first setting that cannot work, naming it as a path such as
    ///   `resilience.commandTimeout`.
    public func validate() throws(RedisConfigurationError) {
        try endpoint.validate()
        try credentials?.validate()
        try SettingCheck.range(database, 0...Int(Int32.max), "database")
        try SettingCheck.clientName(clientName)
        try tls?.validate(for: endpoint)
        try resilience.validate()
        try pool.validate()
        try replyLimits.validate()
        try tcp.validate()
    }
}

extension RedisConfiguration.Endpoint {
    fileprivate func validate() throws(RedisConfigurationError) {
        switch self {
        case .tcp(let host, let port):
            try SettingCheck.host(host, "endpoint.host")
            guard (1...65_535).contains(port) else {
                throw RedisConfigurationError(
                    field: "endpoint.port", read: "\(port)", problem: "a port is a number from 1 to 65535",
                    advice: "Set the port that the server listens on, usually 6379")
            }
        case .unixSocket(let path):
            try SettingCheck.path(path, "endpoint.path")
            guard path.utf8.count <= SettingCheck.longestSocketPath else {
                throw RedisConfigurationError(
                    field: "endpoint.path", read: path,
                    problem: "a socket's path has at most \(SettingCheck.longestSocketPath) bytes, this one has "
                        + "\(path.utf8.count)",
                    advice: "Move the socket to a shorter path, or make a short symbolic link to its directory")
            }
        }
    }
}

extension RedisConfiguration.Credentials {
    fileprivate func validate() throws(RedisConfigurationError) {
        if let username, username.isEmpty {
            throw RedisConfigurationError(
                field: "credentials.username", problem: "the user name is empty",
                advice: "Set the user's name, or none at all for the server's default user")
        }
        if username == nil, password.isEmpty {
            throw RedisConfigurationError(
                field: "credentials.password", problem: "the password is empty",
                advice: "Set the password, or no credentials at all for a server that asks for none")
        }
    }
}

extension RedisConfiguration.TLS {
    fileprivate func validate(for endpoint: RedisConfiguration.Endpoint) throws(RedisConfigurationError) {
        switch trustRoots {
        case .system: break
        case .file(let path), .directory(let path): try SettingCheck.path(path, "tls.trustRoots")
        }
        if let certificateChainFile { try SettingCheck.path(certificateChainFile, "tls.certificateChainFile") }
        if let privateKeyFile { try SettingCheck.path(privateKeyFile, "tls.privateKeyFile") }
        switch (certificateChainFile, privateKeyFile) {
        case (_?, nil): throw Self.missing("tls.privateKeyFile", beside: "tls.certificateChainFile")
        case (nil, _?): throw Self.missing("tls.certificateChainFile", beside: "tls.privateKeyFile")
        default: break
        }
        if let serverName {
            try SettingCheck.host(serverName, "tls.serverName")
        } else if case .unixSocket = endpoint, verification == .full {
            throw RedisConfigurationError(
                field: "tls.serverName", problem: "a Unix socket has no host name to look for in the certificate",
                advice: "Set tls.serverName to the name in the server's certificate")
        }
    }

    private static func missing(_ field: String, beside other: String) -> RedisConfigurationError {
        RedisConfigurationError(
            field: field, problem: "it is not set, but \(other) is: a client certificate needs both",
            advice: "Set both, or neither")
    }
}

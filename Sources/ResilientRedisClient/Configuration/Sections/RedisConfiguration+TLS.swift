extension RedisConfiguration {
    /// How a connection is encrypted and the server's certificate checked.
    ///
    /// The defaults are the safe ones: TLS 1.2 or later, the certificate checked against the system's authorities, its
    /// name checked against the host.
    public struct TLS: Sendable, Hashable {
        /// How much of the server's certificate is checked. Default: ``Verification/full``.
        public var verification: Verification
        /// The authorities whose certificates are trusted. Default: ``TrustRoots/system``.
        public var trustRoots: TrustRoots
        /// The name sent to the server (SNI) and looked for in its certificate. Default: `nil`, the endpoint's host.
        ///
        /// Set it when the endpoint is an address, a tunnel or a Unix socket.
        public var serverName: String?
        /// A PEM file with the client's certificate, followed by the authorities between it and the root.
        /// Default: `nil`, no client certificate. Goes together with ``privateKeyFile``.
        public var certificateChainFile: String?
        /// A PEM file with the private key of ``certificateChainFile``, not encrypted. Default: `nil`.
        public var privateKeyFile: String?
        /// The oldest version of TLS that is accepted. Default: ``Version/v1_2``.
        public var minimumVersion: Version

        /// Makes TLS settings; whatever is left out has the default given at the property.
        public init(
            verification: Verification = .full,
            trustRoots: TrustRoots = .system,
            serverName: String? = nil,
            certificateChainFile: String? = nil,
            privateKeyFile: String? = nil,
            minimumVersion: Version = .v1_2
        ) {
            self.verification = verification
            self.trustRoots = trustRoots
            self.serverName = serverName
            self.certificateChainFile = certificateChainFile
            self.privateKeyFile = privateKeyFile
            self.minimumVersion = minimumVersion
        }

        /// How much of the server's certificate is checked.
        public enum Verification: String, Sendable, Hashable, CaseIterable {
            /// The chain of authorities, the dates and the name.
            case full
            /// The chain of authorities and the dates, but not the name: for servers reached by an address that their
            /// certificate does not name.
            case withoutHostname = "without-hostname"
            /// Nothing. The connection is encrypted, but anyone may be at its other end: for tests only.
            case none
        }

        /// The authorities whose certificates are trusted.
        public enum TrustRoots: Sendable, Hashable {
            /// What the operating system trusts.
            case system
            /// The certificates of one PEM file, and no others.
            case file(String)
            /// The certificates of a directory in the form that `openssl rehash` makes, and no others.
            case directory(String)
        }

        /// A version of TLS.
        public enum Version: String, Sendable, Hashable, CaseIterable {
            /// TLS 1.2.
            case v1_2 = "1.2"
            /// TLS 1.3.
            case v1_3 = "1.3"
        }
    }
}

extension RedisConfiguration.TLS.TrustRoots {
    /// Compares by bytes: a path has them, not characters.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.system, .system): true
        case (.file(let path), .file(let other)), (.directory(let path), .directory(let other)):
            path.hasSameBytes(as: other)
        default: false
        }
    }
}

extension RedisConfiguration.TLS {
    /// Compares by bytes: paths have them, not characters.
    public static func == (left: Self, right: Self) -> Bool {
        left.verification == right.verification && left.trustRoots == right.trustRoots
            && left.minimumVersion == right.minimumVersion
            && left.serverName.hasSameBytes(as: right.serverName)
            && left.certificateChainFile.hasSameBytes(as: right.certificateChainFile)
            && left.privateKeyFile.hasSameBytes(as: right.privateKeyFile)
    }

    static let settings: [RedisSetting] = [
        RedisSetting(part: "tls", name: "tls") {
            .flag($0.tls != nil)
        } check: { _ in
        },
        RedisSetting("tls.verification", tls: \.verification, .anyValue),
        RedisSetting("tls.trustRoots", tls: \.trustRoots, .readable),
        RedisSetting("tls.serverName", tls: \.serverName, .serverName),
        RedisSetting("tls.certificateChainFile", tls: \.certificateChainFile, .ifSet(.path)),
        RedisSetting("tls.privateKeyFile", tls: \.privateKeyFile, .privateKeyFile),
        RedisSetting("tls.minimumVersion", tls: \.minimumVersion, .anyValue),
    ]
}

extension SettingCheck where Value == RedisConfiguration.TLS.TrustRoots {
    fileprivate static var readable: SettingCheck {
        SettingCheck { roots, configuration, field throws(RedisConfigurationError) in
            switch roots {
            case .system: break
            case .file(let path), .directory(let path):
                try SettingCheck<String>.path.run(path, configuration, field)
            }
        }
    }
}

extension SettingCheck where Value == String? {
    /// The private key and the certificate go together.
    fileprivate static var privateKeyFile: SettingCheck {
        SettingCheck { file, configuration, field throws(RedisConfigurationError) in
            if let file { try SettingCheck<String>.path.run(file, configuration, field) }
            let certificate = "tls.certificateChainFile"
            switch (configuration.tls?.certificateChainFile, file) {
            case (_?, nil): throw missing(field, beside: certificate)
            case (nil, _?): throw missing(certificate, beside: field)
            default: break
            }
        }
    }

    /// A certificate's name cannot be checked without a name to look for.
    fileprivate static var serverName: SettingCheck {
        SettingCheck { name, configuration, field throws(RedisConfigurationError) in
            if let name {
                try SettingCheck<String>.host.run(name, configuration, field)
            } else if case .unixSocket = configuration.endpoint, configuration.tls?.verification == .full {
                throw RedisConfigurationError(
                    field: field, problem: "a Unix socket has no host name to look for in the certificate",
                    advice: "Set tls.serverName to the name in the server's certificate")
            }
        }
    }

    private static func missing(_ field: String, beside other: String) -> RedisConfigurationError {
        RedisConfigurationError(
            field: field, problem: "it is not set, but \(other) is: a client certificate needs both",
            advice: "Set both, or neither")
    }
}

extension RedisConfiguration.TLS.Verification: SettingCodable {}
extension RedisConfiguration.TLS.Version: SettingCodable {}

extension RedisConfiguration.TLS.TrustRoots: SettingCodable {
    init?(settingText: String) {
        if settingText == "system" {
            self = .system
        } else if settingText.hasPrefix("file:") {
            self = .file(String(settingText.dropFirst("file:".count)))
        } else if settingText.hasPrefix("directory:") {
            self = .directory(String(settingText.dropFirst("directory:".count)))
        } else {
            return nil
        }
    }
    var settingText: String? {
        switch self {
        case .system: "system"
        case .file(let path): "file:\(path)"
        case .directory(let path): "directory:\(path)"
        }
    }
    var settingValue: RedisConfiguration.SettingValue { .text(settingText ?? "system") }
    static var settingForm: String { "system, file:PATH or directory:PATH" }
}

import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix.FaultRow {
    /// No TLS session can be established, and the client must not fall back to plain text.
    static let tls: [Self] = [
        tls(.expiredServer, "expired"),
        tls(.wrongHostServer, "elsewhere.invalid"),
        tls(.unknownServer, "authority"),
        Self(
            name: "TLS to a plain port", route: .direct, heals: false,
            seen: [.firstUse: .outage(.init(causes: [.tls], code: .tls, words: "TLS", isSilent: true))],
            configure: { $0.tls = RedisConfiguration.TLS() },
            begin: { _, _ in },
            end: { environment, _ in
                let statistics = try await environment.admin().send("INFO", "commandstats", as: String.self)
                #expect(!statistics.contains("cmdstat_get") && !statistics.contains("cmdstat_set"), "in plain text")
            }),
    ]

    /// Made once, on a thread of their own: it takes a while, and blocks.
    private static let certificates = Task { try await BlockingWork.run { try TestCertificates() } }

    private static func tls(_ kind: TestCertificates.Kind, _ words: String) -> Self {
        Self(
            name: "TLS with the certificate \(kind)", route: .secure, heals: false,
            seen: [.firstUse: .outage(.init(causes: [.tls], code: .tls, words: words))],
            server: { try await server(with: kind) }, configure: trustServer,
            begin: { _, _ in },
            end: { _, _ in })
    }

    private static func server(with kind: TestCertificates.Kind) async throws -> RedisServer {
        try await RedisServer.start(unixSocket: true, tls: .made(kind, by: certificates.value))
    }

    /// Starts a server whose certificate is in order.
    static let secureServer: @Sendable () async throws -> RedisServer = { try await server(with: .server) }

    /// Makes a client trust the authority of all servers here.
    static let trustServer: @Sendable (inout RedisConfiguration) async throws -> Void = { configuration in
        configuration.tls = RedisConfiguration.TLS(trustRoots: .file(try await certificates.value.authorityFile))
    }
}

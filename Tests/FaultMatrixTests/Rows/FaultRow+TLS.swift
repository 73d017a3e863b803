import RedisFaultInjection
import ResilientRedis
import Testing

extension FaultMatrix.FaultRow {
    /// No TLS session can be had, which is no reason to do without.
    static let tls: [Self] = [
        tls(.expiredServer, "expired"),
        tls(.wrongHostServer, "elsewhere.invalid"),
        tls(.unknownServer, "authority"),
        Self(
            name: "TLS to a plain port", route: .direct, heals: false,
            seen: [.firstUse: .outage(.init(causes: [.tls], code: .tls, words: "TLS", isSilent: true))],
            configure: { $0.tls = RedisConfiguration.TLS() },
            begin: { _, _ in },
            end: { stage, _ in
                let statistics = try await stage.admin().send("INFO", "commandstats", as: String.self)
                #expect(!statistics.contains("cmdstat_get") && !statistics.contains("cmdstat_set"), "in plain text")
            }),
    ]

    private static let certificates = Result { try TestCertificates() }

    private static func tls(_ kind: TestCertificates.Kind, _ words: String) -> Self {
        Self(
            name: "TLS with the certificate \(kind)", route: .secure, heals: false,
            seen: [.firstUse: .outage(.init(causes: [.tls], code: .tls, words: words))],
            server: { try await RedisServer.start(unixSocket: true, tls: .made(kind, by: certificates.get())) },
            configure: { $0.tls = RedisConfiguration.TLS(trustRoots: .file(try certificates.get().authorityFile)) },
            begin: { _, _ in },
            end: { _, _ in })
    }
}

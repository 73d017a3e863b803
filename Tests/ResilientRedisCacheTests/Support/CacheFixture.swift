import ResilientRedisCache
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

/// A server of its own, a client and a cache.
struct CacheFixture {
    let server: RedisServer
    let client: RedisClient
    let cache: RedisCache

    /// - Parameters:
    ///   - commandTimeout: Long, for tests that are not about timeouts: the machine may be busy.
    ///   - backoff: Long, for tests in which an outage must last.
    init(
        commandTimeout: Duration = .seconds(10), backoff: Duration = .seconds(60), directives: [String: String] = [:]
    ) async throws {
        let server = try await RedisServer.start(directives: directives)
        let client = try RedisClient(server.configuration(commandTimeout: commandTimeout, backoff: backoff))
        self.server = server
        self.client = client
        // The server ends with its last reference; so a test that has only the cache has the server too.
        cache = try RedisCache(namespace: "test") { withExtendedLifetime(server) { client } }
    }
}

extension RedisServer {
    func configuration(
        commandTimeout: Duration = .seconds(10), backoff: Duration = .seconds(60)
    ) -> RedisConfiguration {
        var configuration = RedisConfiguration(endpoint: .tcp(host: host, port: port))
        configuration.resilience.commandTimeout = commandTimeout
        configuration.resilience.connectTimeout = commandTimeout
        configuration.resilience.backoff = backoff
        configuration.resilience.backoffJitter = 0
        configuration.resilience.earlyProbes = .off
        return configuration
    }

    /// The payload of what the server holds under a key, asked on a connection that has nothing to do with the client
    /// under test.
    func stored(_ key: String) async throws -> String? {
        guard let bytes = try await RedisClient(configuration()).get(key, as: [UInt8].self) else { return nil }
        guard bytes.starts(with: [0xFF, 0x52]) else { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.dropFirst(48 + 16 * Int(bytes[3] >> 2)), as: UTF8.self)
    }
}

extension RedisClient {
    /// Waits for the client to notice an outage, or its end.
    func waitUntil(available: Bool) async {
        for await availability in availabilityChanges where availability.isAvailable == available { return }
    }
}

/// The place where a service keeps a client that it may replace.
final class ClientHolder: Sendable {
    private let client: Mutex<RedisClient?>

    init(_ client: RedisClient?) {
        self.client = Mutex(client)
    }

    var current: RedisClient? {
        get { client.withLock { $0 } }
        set { client.withLock { $0 = newValue } }
    }
}

struct Report: Codable, Equatable {
    var region: String
    var total: Double
}

struct SourceError: Error, Equatable {
    var reason: String
}

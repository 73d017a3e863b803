import RedisFaultInjection
import ResilientRedisClient

/// Runs a test with a real server of its own and a client of it, and ends both.
func withServer(
    directives: [String: String] = [:], _ change: (inout RedisConfiguration) -> Void = { _ in },
    _ body: (RedisClient, RedisServer) async throws -> Void
) async throws {
    let server = try await RedisServer.start(directives: directives)
    defer { server.stop() }
    var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
    configuration.resilience.commandTimeout = .seconds(10)
    configuration.resilience.connectTimeout = .seconds(10)
    change(&configuration)
    let client = try RedisClient(configuration)
    try await body(client, server)
    await client.shutdown(gracePeriod: .zero)
}

/// The error that a call failed with, if it was one of the library's.
func redisError(_ body: () async throws -> Void) async -> RedisError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? RedisError
    }
}

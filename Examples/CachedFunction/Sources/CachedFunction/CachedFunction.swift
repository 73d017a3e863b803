import ArgumentParser
import RedisFaultInjection
import ResilientRedis

@main
struct CachedFunction: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "A bookshop whose functions keep their results in Redis, and work without it.")

    @Flag(help: ArgumentHelp("Do not invalidate what has changed, to see the example fail.", visibility: .hidden))
    var omitInvalidation = false

    func run() async throws {
        let server = try await RedisServer.start()
        defer { server.stop() }
        Output.write("Redis: a private server on port \(server.port)")

        var configuration = RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port))
        // Shorter than in production (30 s), so that Redis is soon used again.
        configuration.resilience.backoff = .milliseconds(500)
        let client = try RedisClient(configuration)
        let cache = try RedisCache(client, namespace: "bookshop")
        try RedisCache.bootstrap(cache)

        // The server's folder is removed with the server, and the database with it.
        let database = try await BookDatabase(path: server.folderPath + "/books.sqlite")
        let runner = DemoRunner(
            server: server, client: client, database: database, cache: cache, omitsInvalidation: omitInvalidation)
        let isGood = try await runner.run()
        await client.shutdown()

        let statistics = cache.statistics
        Output.write(
            "\n\(statistics.lookups) calls: \(statistics.hits) hits, \(statistics.misses) misses, "
                + "\(statistics.bypasses + statistics.faults) without Redis")
        if !isGood { throw ExitCode.failure }
    }
}

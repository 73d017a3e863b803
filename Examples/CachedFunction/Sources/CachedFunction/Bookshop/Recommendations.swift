import ResilientRedis

/// A cached method of an actor. It runs on the actor and uses its state, like any other.
///
/// The template gives the value a key that other programs can predict.
actor Recommendations {
    private let database: BookDatabase
    private let cache: RedisCache
    /// How often titles were looked for.
    private(set) var searches = 0

    init(database: BookDatabase, cache: RedisCache) {
        self.database = database
        self.cache = cache
    }

    @cached("recommendations:{title}", ttl: .seconds(300), in: \Recommendations.cache)
    func titles(after title: String) async throws -> [String] {
        searches += 1
        return try await database.similarTitles(to: title)
    }
}

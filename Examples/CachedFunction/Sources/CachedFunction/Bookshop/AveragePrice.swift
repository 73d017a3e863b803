import ResilientRedis

/// A cached function that belongs to no type. It uses the default cache of the process.
///
/// The price does not depend on the connection to the database, so it is left out of the key.
@cached(ttl: .seconds(60), excluding: ["database"])
func averagePrice(of genre: Genre, in database: BookDatabase) async throws -> Double? {
    try await database.averagePrice(of: genre)
}

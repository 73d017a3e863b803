import ResilientRedis

/// A cached function that belongs to no type. It uses the default cache of the process.
///
/// The price does not depend on which connection to the database it comes from; so that is no part of the key.
@cached(ttl: .seconds(60), excluding: ["database"])
func averagePrice(of genre: Genre, in database: BookDatabase) async throws -> Double? {
    try await database.averagePrice(of: genre)
}

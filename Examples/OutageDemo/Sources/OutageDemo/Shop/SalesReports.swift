import ResilientRedisCache
import ResilientRedisClient

/// The application's reports, behind a cache. This is all that a service has to write.
///
/// There is no code for outages here: while Redis is unavailable, `cached` goes straight to the database. Once Redis
/// has recovered, it is used again.
struct SalesReports: Sendable {
    let database: ShopDatabase
    let cache: RedisCache

    func report(region: String) async throws -> SalesReport {
        try await cache.cached(key: "sales:\(region)", ttl: .seconds(120)) {
            try await database.salesReport(region: region)
        }
    }
}

/// The sales of a region: expensive to compute, and cached in Redis.
struct SalesReport: Codable, Sendable {
    /// A customer and what they spent.
    struct Customer: Codable, Sendable {
        var name: String
        var cents: Int
    }

    var region: String
    var orders: Int
    var cents: Int
    /// The region's place among all regions by what was spent there; the best is 1.
    var rank: Int
    var bestCustomers: [Customer]
}

/// How a region of the shop is doing. What the application computes with effort and keeps in Redis.
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

import RedisFaultInjection
import ResilientRedis

/// Calls each kind of cached function when there is nothing to find, when there is, after a change, and without Redis.
struct Play {
    let server: RedisServer
    let client: RedisClient
    let database: BookDatabase
    let cache: RedisCache
    /// Whether the change is left unannounced, to see the example fail.
    let omitsInvalidation: Bool

    /// Returns whether everything was as expected.
    func run() async throws -> Bool {
        let bestsellers = Bestsellers(database: database, cache: cache)
        let recommendations = Recommendations(database: database, cache: cache)
        let audience = Audience(database: database)

        Screen.write("\nthe first calls load, the second ones find")
        let (books, titles, price) = try await ask(audience, expecting: .loads, bestsellers, recommendations)
        _ = try await ask(
            audience, expecting: .hits, bestsellers, recommendations, values: (books, titles, price))
        let searches = await recommendations.searches
        audience.note("actor: its state was changed by the call that loaded, \(searches) search", isGood: searches == 1)

        Screen.write("\na sale changes the bestsellers")
        try await sell("travel 2", audience, bestsellers)
        let changed = try await audience.call("struct", expecting: .loads) { try await bestsellers.top(3, of: .travel) }
        audience.note("struct: the new list begins with \(changed[0].title)", isGood: changed[0].title == "travel 2")

        Screen.write("\nRedis is killed")
        server.kill()
        _ = try await ask(
            audience, expecting: .loads, bestsellers, recommendations, values: (changed, titles, price))

        Screen.write("\nRedis is started again, empty")
        try await server.restart()
        for await availability in client.availabilityChanges where availability.isAvailable { break }
        _ = try await audience.call("struct", expecting: .loads) { try await bestsellers.top(3, of: .travel) }
        _ = try await audience.call("struct", expecting: .hits) { try await bestsellers.top(3, of: .travel) }
        return audience.isContent
    }

    /// Calls all three of them.
    private func ask(
        _ audience: Audience, expecting expectation: Audience.Expectation, _ bestsellers: Bestsellers,
        _ recommendations: Recommendations, values: ([Book], [String], Double?)? = nil
    ) async throws -> ([Book], [String], Double?) {
        let books = try await audience.call("struct", expecting: expectation, andValue: values.map(\.0)) {
            try await bestsellers.top(3, of: .travel)
        }
        let titles = try await audience.call("actor", expecting: expectation, andValue: values.map(\.1)) {
            try await recommendations.titles(after: "travel 2")
        }
        let price = try await audience.call("free function", expecting: expectation, andValue: values.map(\.2)) {
            try await averagePrice(of: .travel, in: database)
        }
        return (books, titles, price)
    }

    private func sell(_ title: String, _ audience: Audience, _ bestsellers: Bestsellers) async throws {
        if omitsInvalidation {
            try await database.sell(title, count: 100_000)
            audience.note("struct: nobody invalidates the list", isGood: true)
        } else {
            let invalidation = try await bestsellers.sell(title, of: .travel, count: 100_000)
            audience.note("struct: the old list was \(invalidation)", isGood: invalidation == .removed)
        }
    }
}

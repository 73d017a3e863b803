import Foundation
import RedisFaultInjection
import ResilientRedis

/// Calls each kind of cached function with an empty cache, with a full one, after a change, and without Redis.
struct DemoRunner {
    let server: RedisServer
    let client: RedisClient
    let database: BookDatabase
    let cache: RedisCache
    /// Whether the change is not invalidated, to see the example fail.
    let omitsInvalidation: Bool

    /// Returns whether everything was as expected.
    func run() async throws -> Bool {
        let bestsellers = Bestsellers(database: database, cache: cache)
        let recommendations = Recommendations(database: database, cache: cache)
        let checker = CallChecker(database: database)

        Output.write("\nthe first calls load, the second ones find the value in Redis")
        let (books, titles, price) = try await ask(checker, expecting: .loads, bestsellers, recommendations)
        _ = try await ask(
            checker, expecting: .hits, bestsellers, recommendations, values: (books, titles, price))
        let searches = await recommendations.searches
        checker.note("actor: its state was changed by the call that loaded, \(searches) search", isGood: searches == 1)

        Output.write("\na sale changes the bestsellers")
        try await sell("travel 2", checker, bestsellers)
        let changed = try await checker.call("struct", expecting: .loads) { try await bestsellers.top(3, of: .travel) }
        checker.note("struct: the new list begins with \(changed[0].title)", isGood: changed[0].title == "travel 2")

        Output.write("\nRedis is killed")
        server.kill()
        _ = try await ask(
            checker, expecting: .loads, bestsellers, recommendations, values: (changed, titles, price))

        Output.write("\nRedis is started again, empty")
        try await server.restart()
        for await availability in client.availabilityChanges where availability.isAvailable { break }
        _ = try await checker.call("struct", expecting: .loads) { try await bestsellers.top(3, of: .travel) }
        _ = try await checker.call("struct", expecting: .hits) { try await bestsellers.top(3, of: .travel) }
        return checker.isAsExpected
    }

    /// Calls all three of them.
    private func ask(
        _ checker: CallChecker, expecting expectation: CallChecker.Expectation, _ bestsellers: Bestsellers,
        _ recommendations: Recommendations, values: ([Book], [String], Double?)? = nil
    ) async throws -> ([Book], [String], Double?) {
        let books = try await checker.call("struct", expecting: expectation, andValue: values.map(\.0)) {
            try await bestsellers.top(3, of: .travel)
        }
        let titles = try await checker.call("actor", expecting: expectation, andValue: values.map(\.1)) {
            try await recommendations.titles(after: "travel 2")
        }
        let price = try await checker.call("free function", expecting: expectation, andValue: values.map(\.2)) {
            try await averagePrice(of: .travel, in: database)
        }
        return (books, titles, price)
    }

    private func sell(_ title: String, _ checker: CallChecker, _ bestsellers: Bestsellers) async throws {
        if omitsInvalidation {
            try await database.sell(title, count: 100_000)
            checker.note("struct: the list is not invalidated", isGood: true)
        } else {
            let invalidation = try await bestsellers.sell(title, of: .travel, count: 100_000)
            checker.note("struct: the old list was \(invalidation)", isGood: invalidation == .removed)
        }
    }
}

/// Calls cached functions, and checks whether the database was asked.
final class CallChecker {
    enum Expectation: String {
        case loads = "asked the database"
        case hits = "found in Redis"
    }

    private let database: BookDatabase
    private(set) var isAsExpected = true

    init(database: BookDatabase) {
        self.database = database
    }

    /// Calls a cached function and prints whether the value was loaded or found.
    func call<Value: Equatable>(
        _ name: String, expecting expectation: Expectation, andValue value: Value? = nil,
        _ function: () async throws -> Value
    ) async throws -> Value {
        let before = database.queries
        let start = ContinuousClock.now
        let result = try await function()
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        let actual = database.queries == before ? Expectation.hits : .loads
        let isRight = value.map { $0 == result } ?? true
        let time = (milliseconds * 100).rounded() / 100
        note("\(name): \(actual.rawValue), \(time) ms", isGood: actual == expectation && isRight)
        return result
    }

    func note(_ text: String, isGood: Bool) {
        isAsExpected = isAsExpected && isGood
        Output.writeFinding(isGood: isGood, text)
    }
}

/// The output of the example. Every line is written at once, also into a pipe.
enum Output {
    static func write(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    static func writeFinding(isGood: Bool, _ text: String) {
        write("\(isGood ? "ok    " : "FAILED") \(text)")
    }
}

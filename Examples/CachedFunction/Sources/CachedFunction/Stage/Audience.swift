/// Asks the bookshop, and watches whether the database was asked.
final class Audience {
    enum Expectation: String {
        case loads = "asked the database"
        case hits = "found in Redis"
    }

    private let database: BookDatabase
    private(set) var isContent = true

    init(database: BookDatabase) {
        self.database = database
    }

    /// Calls a cached function and prints what became of it.
    func call<Value: Equatable>(
        _ name: String, expecting expectation: Expectation, andValue value: Value? = nil,
        _ function: () async throws -> Value
    ) async throws -> Value {
        let before = database.queries
        let start = ContinuousClock.now
        let result = try await function()
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        let became = database.queries == before ? Expectation.hits : .loads
        let isRight = value.map { $0 == result } ?? true
        let time = (milliseconds * 100).rounded() / 100
        note("\(name): \(became.rawValue), \(time) ms", isGood: became == expectation && isRight)
        return result
    }

    func note(_ text: String, isGood: Bool) {
        isContent = isContent && isGood
        Screen.writeFinding(isGood: isGood, text)
    }
}

import GRDB
import ResilientRedis
import Synchronization

/// The source of truth: books and what was sold of them, in an SQLite file. It counts its queries.
final class BookDatabase: Sendable {
    private let queue: DatabaseQueue
    private let count = Mutex(0)

    /// How many queries it has run.
    var queries: Int { count.withLock { $0 } }

    /// Makes the file and fills it, the same way every time.
    init(path: String) async throws {
        queue = try DatabaseQueue(path: path)
        try await queue.write { database in
            try database.create(table: "books") { table in
                table.primaryKey("id", .integer)
                table.column("title", .text).notNull()
                table.column("genre", .text).notNull()
                table.column("cents", .integer).notNull()
                table.column("sold", .integer).notNull()
            }
            for id in 1...3000 {
                let genre = Genre.allCases[id % Genre.allCases.count]
                try database.execute(
                    sql: "INSERT INTO books VALUES (?, ?, ?, ?, ?)",
                    arguments: [id, "\(genre.rawValue) \(id)", genre.rawValue, 500 + id * 7 % 3000, id * 31 % 1009])
            }
        }
    }

    func bestsellers(_ genre: Genre, count: Int) async throws -> [Book] {
        try await read(
            sql: "SELECT title, cents, sold FROM books WHERE genre = ? ORDER BY sold DESC, id LIMIT ?",
            arguments: [genre.rawValue, count]
        ) { Book(title: $0["title"], cents: $0["cents"], sold: $0["sold"]) }
    }

    /// The titles whose price is nearest to that of the given book.
    func similarTitles(to title: String) async throws -> [String] {
        try await read(
            sql: """
                SELECT title FROM books WHERE title <> ?
                ORDER BY abs(cents - (SELECT cents FROM books WHERE title = ?)), id LIMIT 3
                """,
            arguments: [title, title]
        ) { $0["title"] }
    }

    func averagePrice(of genre: Genre) async throws -> Double? {
        let prices: [Double?] = try await read(
            sql: "SELECT avg(cents) AS price FROM books WHERE genre = ?", arguments: [genre.rawValue]
        ) { $0["price"] }
        return prices.first ?? nil
    }

    /// Sells many books of one title at once.
    func sell(_ title: String, count: Int) async throws {
        try await queue.write { database in
            try database.execute(sql: "UPDATE books SET sold = sold + ? WHERE title = ?", arguments: [count, title])
        }
    }

    private func read<Value: Sendable>(
        sql: String, arguments: StatementArguments, _ value: @escaping @Sendable (Row) -> Value
    ) async throws -> [Value] {
        count.withLock { $0 += 1 }
        return try await queue.read { try Row.fetchAll($0, sql: sql, arguments: arguments).map(value) }
    }
}

/// A book that the shop sells.
struct Book: Codable, Sendable, Equatable {
    var title: String
    var cents: Int
    var sold: Int
}

/// An argument of cached functions. Their keys contain its raw value.
enum Genre: String, CaseIterable, Sendable, RedisCacheKeyComponent {
    case crime, poetry, travel
}

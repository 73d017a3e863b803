import Foundation
import GRDB

/// The source of truth: a shop's customers and their orders in an SQLite file.
struct ShopDatabase: Sendable {
    static let regions = (1...16).map { "region \($0)" }

    private let pool: DatabasePool

    /// Makes the file and fills it, the same way every time.
    init(path: String, orders: Int) async throws {
        var configuration = Configuration()
        // More readers than cores would only compete with each other, and with the application.
        configuration.maximumReaderCount = ProcessInfo.processInfo.activeProcessorCount
        pool = try DatabasePool(path: path, configuration: configuration)
        try await pool.write { database in
            try Self.createTables(database)
            try Self.insertCustomers(database)
            try Self.insertOrders(database, count: orders)
        }
    }

    /// Computes a region's report. Its rank makes it expensive: every order of every region has to be read.
    func salesReport(region: String) async throws -> SalesReport {
        try await pool.read { database in
            let ranking = try Row.fetchAll(
                database,
                sql: """
                    SELECT customers.region, count(*) AS orders, sum(orders.cents * orders.quantity) AS cents
                    FROM orders JOIN customers ON customers.id = orders.customer
                    GROUP BY customers.region ORDER BY cents DESC
                    """)
            guard let place = ranking.firstIndex(where: { $0["region"] == region }) else {
                throw UnknownRegion(region: region)
            }
            let customers = try Row.fetchAll(
                database,
                sql: """
                    SELECT customers.name, sum(orders.cents * orders.quantity) AS cents
                    FROM customers JOIN orders ON orders.customer = customers.id
                    WHERE customers.region = ? GROUP BY customers.id ORDER BY cents DESC LIMIT 3
                    """,
                arguments: [region])
            return SalesReport(
                region: region, orders: ranking[place]["orders"], cents: ranking[place]["cents"], rank: place + 1,
                bestCustomers: customers.map { SalesReport.Customer(name: $0["name"], cents: $0["cents"]) })
        }
    }

    struct UnknownRegion: Error {
        var region: String
    }
}

// MARK: - Filling

extension ShopDatabase {
    private static let customerCount = 2400

    private static func createTables(_ database: Database) throws {
        try database.create(table: "customers") { table in
            table.primaryKey("id", .integer)
            table.column("name", .text).notNull()
            table.column("region", .text).notNull()
        }
        try database.create(table: "orders") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("customer", .integer).notNull()
            table.column("quantity", .integer).notNull()
            table.column("cents", .integer).notNull()
        }
        try database.create(index: "customers by region", on: "customers", columns: ["region"])
        try database.create(index: "orders by customer", on: "orders", columns: ["customer"])
    }

    private static func insertCustomers(_ database: Database) throws {
        let insert = try database.makeStatement(sql: "INSERT INTO customers (id, name, region) VALUES (?, ?, ?)")
        for id in 1...customerCount {
            try insert.execute(arguments: [id, "customer \(id)", regions[id % regions.count]])
        }
    }

    private static func insertOrders(_ database: Database, count: Int) throws {
        let insert = try database.makeStatement(
            sql: "INSERT INTO orders (customer, quantity, cents) VALUES (?, ?, ?)")
        var number = 1
        for _ in 0..<count {
            // A generator of pseudo-random numbers; every run has the same orders.
            number = (number * 48_271) % 0x7FFF_FFFF
            try insert.execute(
                arguments: [1 + number % customerCount, 1 + number / 7 % 9, 100 + number / 61 % 90_000])
        }
    }
}

import ResilientRedisClient
import Testing

@Suite("Transactions", .timeLimit(.minutes(3)))
struct TransactionTests {
    @Test("A transaction runs all its commands and returns their replies, including errors")
    func replies() async throws {
        try await withServer { redis, _ in
            try await redis.set("text", "abc")
            let replies = try await redis.transaction { transaction in
                transaction.append(.incr("a"))
                transaction.append(.incr("text"))
                transaction.append(.incr("a"))
            }
            #expect(replies.first == .integer(1))
            #expect(replies.last == .integer(2))
            guard case .error(let error) = replies[1] else {
                Issue.record("\(replies[1].kind) instead of an error")
                return
            }
            #expect(error.message.contains("not an integer"))
        }
    }

    @Test("A transaction with a command that cannot be queued names that command and runs none")
    func discarded() async throws {
        try await withServer { redis, _ in
            let error = await redisError {
                _ = try await redis.transaction { transaction in
                    transaction.append(.incr("a"))
                    transaction.append(RedisCommand<Int>("INCR"))
                }
            }
            #expect(error?.code == .transactionDiscarded)
            #expect(error?.outcome == .rejected)
            #expect(error?.message.contains("INCR could not be queued") == true)
            let existing = try await redis.exists("a")
            #expect(existing == 0)
            #expect(try await redis.ping() == "PONG", "the connection is as it was")
        }
    }

    @Test("A transaction takes effect when its watched keys did not change")
    func watched() async throws {
        try await withServer { redis, _ in
            try await redis.set("stock", 3)
            let replies = try await redis.transaction(watching: "stock") { connection, transaction in
                let stock = try await connection.get("stock", as: Int.self) ?? 0
                transaction.append(.set("stock", stock - 1))
            }
            #expect(replies.count == 1)
            #expect(try await redis.get("stock", as: Int.self) == 2)
        }
    }

    @Test("A transaction whose watched key was changed fails with a conflict and does not run")
    func conflict() async throws {
        try await withServer { redis, _ in
            try await redis.set("stock", 3)
            let error = await redisError {
                _ = try await redis.transaction(watching: "stock") { _, transaction in
                    try await redis.set("stock", 100)
                    transaction.append(.set("stock", 2))
                }
            }
            #expect(error?.code == .transactionConflict)
            #expect(error?.outcome == .rejected)
            #expect(try await redis.get("stock", as: Int.self) == 100)
        }
    }

    @Test("A watching transaction's connection is reused afterwards, and closed if the body threw")
    func connections() async throws {
        try await withServer { redis, _ in
            let clientIDs = { try await redis.withConnection { try await $0.clientId() } }
            let first = try await clientIDs()
            _ = try await redis.transaction(watching: "a") { _, transaction in transaction.append(.incr("a")) }
            #expect(try await clientIDs() == first)
            struct Stop: Error {}
            await #expect(throws: Stop.self) {
                _ = try await redis.transaction(watching: "a") { _, _ in throw Stop() }
            }
            #expect(try await clientIDs() != first, "a watch was left behind on a connection that others get")
        }
    }

    @Test("A transaction stays together while other tasks send on the same connection")
    func isolation() async throws {
        try await withServer { redis, _ in
            try await withThrowingTaskGroup { group in
                for task in 0..<20 {
                    group.addTask {
                        for round in 0..<50 {
                            if task.isMultiple(of: 2) {
                                let replies = try await redis.transaction { transaction in
                                    transaction.append(.set("shared", "\(task)-\(round)"))
                                    transaction.append(.get("shared", as: String.self))
                                }
                                #expect(replies.last?.string == "\(task)-\(round)")
                            } else {
                                try await redis.set("shared", "other")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

import RedisTransport
import ResilientRedisClient
import TestSupport
import Testing

/// Values say which key they belong to, so that a reply to the wrong caller is detected.
@Suite("Matching of replies and callers", .serialized, .timeLimit(.minutes(3)))
struct CrossTalkTests {
    @Test(
        "Every one of 100,000 calls gets its own reply although many are cancelled or time out",
        arguments: PollerBackend.allCases)
    func cancellationUnderLoad(backend: PollerBackend) async throws {
        try await withServer { plain, server in
            let redis = try RedisClient(plain.configuration, backend: backend)
            for key in 0..<100 { try await redis.set("key:\(key)", "value:\(key)") }
            let tally = try await withThrowingTaskGroup(of: Tally.self) { group in
                for worker in 0..<50 {
                    group.addTask { try await Self.work(worker, redis) }
                }
                return try await group.reduce(into: Tally()) { $0.add($1) }
            }
            #expect(tally.wrong == 0)
            #expect(tally.answered + tally.cancelled + tally.late == 100_000)
            #expect(tally.answered > 10_000)
            #expect(tally.cancelled > 1_000)
            #expect(redis.availability.isAvailable, "cancelled and impatient callers are no outage")
            #expect(try await redis.get("key:7", as: String.self) == "value:7")
            await redis.shutdown()
        }
    }

    private static func work(_ worker: Int, _ redis: RedisClient) async throws -> Tally {
        var tally = Tally()
        var random = SeededGenerator(seed: UInt64(worker))
        for _ in 0..<2000 {
            let key = Int.random(in: 0..<100, using: &random)
            let kind = Int.random(in: 0..<10, using: &random)
            let hurried = kind == 0 ? redis.withTimeout(.microseconds(Int.random(in: 0..<2000, using: &random))) : redis
            let call = Task { try await hurried.get("key:\(key)", as: String.self) }
            if kind == 1 {
                // Some at once: on a busy machine the others may all be answered before.
                for _ in 0..<max(0, Int.random(in: -10..<20, using: &random)) { await Task.yield() }
                call.cancel()
            }
            do {
                let value = try await call.value
                tally.answered += 1
                if value != "value:\(key)" { tally.wrong += 1 }
            } catch is CancellationError {
                tally.cancelled += 1
            } catch let error as RedisError where error.code == .timeout && kind == 0 {
                tally.late += 1
            }
        }
        return tally
    }

    @Test("Callers get their own replies when replies of many sizes and kinds are mixed")
    func mixed() async throws {
        try await withServer { redis, _ in
            try await withThrowingTaskGroup { group in
                for worker in 0..<20 {
                    group.addTask {
                        let text = String(repeating: "\(worker % 10)", count: 1 << (worker % 18))
                        for round in 0..<50 {
                            try await redis.set("text:\(worker)", text)
                            try await redis.rpush("list:\(worker)", "\(worker):\(round)")
                            #expect(try await redis.get("text:\(worker)", as: String.self) == text)
                            let list: [String] = try await redis.lrange("list:\(worker)", from: 0, to: -1)
                            #expect(list.count == round + 1)
                            #expect(list.allSatisfy { $0.hasPrefix("\(worker):") })
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}

private struct Tally: Sendable {
    var answered = 0
    var cancelled = 0
    var late = 0
    var wrong = 0

    mutating func add(_ other: Tally) {
        answered += other.answered
        cancelled += other.cancelled
        late += other.late
        wrong += other.wrong
    }
}

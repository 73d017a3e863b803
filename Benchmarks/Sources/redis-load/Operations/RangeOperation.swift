import ResilientRedisClient

/// Reads a whole list of 32-byte values as bytes, which is what the C program gets as well.
struct RangeOperation: LoadOperation {
    static let elementBytes = 32

    let redis: RedisClient
    let elements: Int
    let key: String

    /// Makes the list first, unless it is there already.
    init(_ redis: RedisClient, elements: Int) async throws {
        self.redis = redis
        self.elements = elements
        key = "bench:list:\(elements)"
        let element = text(of: Self.elementBytes)
        var missing = elements - (try await redis.llen(key))
        while missing > 0 {
            let count = min(missing, 10_000)
            _ = try await redis.pipeline { pipeline in
                for _ in 0..<count { pipeline.append(.rpush(key, element)) }
            }
            missing -= count
        }
    }

    func perform() async throws {
        try await Self.read(redis, key: key, elements: elements)
    }

    static func read(_ redis: some RedisCommands, key: String, elements: Int) async throws {
        let values = try await redis.lrange(key, as: [UInt8].self)
        guard values.count == elements, values.last?.count == elementBytes else {
            throw UnexpectedAnswer(description: "LRANGE gave \(values.count) elements instead of \(elements)")
        }
    }
}

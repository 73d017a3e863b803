import ResilientRedis

/// Reads a whole list of 32-byte texts.
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
        var present = try await redis.send("LLEN", key, as: Int.self)
        let chunk = Array(repeating: text(of: Self.elementBytes), count: 1000)
        while present < elements {
            let arguments: [any RESPEncodable] = [key] + chunk.prefix(elements - present)
            present = try await redis.send(RedisCommand<Int>("RPUSH", arguments: arguments))
        }
    }

    func perform() async throws {
        try await Self.read(redis, key: key, elements: elements)
    }

    static func read(_ redis: some RedisCommands, key: String, elements: Int) async throws {
        let values = try await redis.send("LRANGE", key, 0, -1, as: [String].self)
        guard values.count == elements, values.last?.utf8.count == elementBytes else {
            throw UnexpectedAnswer(description: "LRANGE gave \(values.count) elements instead of \(elements)")
        }
    }
}

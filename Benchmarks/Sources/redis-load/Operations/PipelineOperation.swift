import ResilientRedisClient

/// Reads a value many times in one pipeline. Each command counts; the latencies are those of whole pipelines.
struct PipelineOperation: LoadOperation {
    let redis: RedisClient
    let key: String
    let commands = 100

    init(_ redis: RedisClient, valueBytes: Int) async throws {
        self.redis = redis
        key = "bench:\(valueBytes)"
        try await redis.set(key, text(of: valueBytes))
    }

    var operationsPerCall: Int { commands }

    func perform() async throws {
        let replies = try await redis.pipeline { pipeline in
            for _ in 0..<commands { pipeline.append(.get(key, as: String.self)) }
        }
        guard replies.count == commands else {
            throw UnexpectedAnswer(description: "\(commands) commands got \(replies.count) replies")
        }
    }
}

import ResilientRedisClient

/// Runs commands one after the other and prints each result.
struct CommandRunner {
    let client: RedisClient
    let isTyped: Bool
    /// Whether a command got no reply.
    var hasFailed = false

    /// Runs the command on a line of input, if there is one.
    mutating func run(line: [UInt8], number: Int) async throws(StandardOutput.Failure) {
        let words: [[UInt8]]?
        do {
            words = try CommandWords.parse(line)
        } catch {
            return try print(failure: CommandLineError(message: "line \(number): \(error.message)"))
        }
        if let words { try await run(words) }
    }

    /// Runs a command.
    mutating func run(_ words: [[UInt8]]) async throws(StandardOutput.Failure) {
        var encoder = RESPEncoder()
        for word in words { encoder.append(word) }
        let reply: RESPValue
        do {
            reply = try await client.execute(RedisRequest(encoder.finish(), traits: nil))
        } catch {
            return try print(failure: error)
        }
        try print { json in
            if isTyped { json.typed(reply) } else { json.plain(reply) }
        }
    }

    private mutating func print(failure error: any Error) throws(StandardOutput.Failure) {
        hasFailed = true
        try print { $0.failure(error) }
    }

    private func print(_ body: (inout JSONWriter) -> Void) throws(StandardOutput.Failure) {
        var json = JSONWriter()
        body(&json)
        json.endLine()
        try StandardOutput.write(json.bytes)
    }
}

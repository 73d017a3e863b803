/// Commands that are sent together and answered together, in order.
public struct RedisPipeline: Sendable {
    /// What is kept of a command beside its bytes.
    struct Command {
        let traits: RedisCommandTraits
        /// Where its bytes begin.
        let start: Int
    }

    /// The bytes of all commands, one after the other.
    private(set) var wire = WireCommand()
    private(set) var commands: [Command] = []
    /// What holds for all together: they are read-only when every one is, and cannot be shared when one cannot.
    private(set) var traits: RedisCommandTraits = .readOnly

    /// Adds a command.
    public mutating func append<Reply>(_ command: RedisCommand<Reply>) {
        let traits = command.request.traits
        commands.append(Command(traits: traits, start: wire.end))
        wire.append(command.request.wire)
        if !traits.contains(.readOnly) { self.traits.remove(.readOnly) }
        self.traits.formUnion(traits.intersection([.notShareable, .malformed]))
    }

    /// How many commands it holds.
    public var count: Int { commands.count }

    /// What a command came to.
    fileprivate func result(
        of command: Command, _ reply: consuming RESPValue, endpoint: String
    ) -> Result<RESPValue, RedisError> {
        guard reply.isError, case .error(let error) = reply else { return .success(reply) }
        return .failure(RedisError(reply: error, to: name(of: command), endpoint: endpoint))
    }

    /// The command's name, in capitals.
    func name(of command: Command) -> String { wire.name(at: command.start) }

    /// The command's name and its next word, in capitals.
    func words(of command: Command) -> [String] { wire.words(2, from: command.start) }
}

extension RedisClient {
    /// Sends many commands in one go and returns their replies in order.
    ///
    /// ```swift
    /// let replies = try await redis.pipeline { pipeline in
    ///     for id in ids { pipeline.append(.get("user:\(id)", as: String.self)) }
    /// }
    /// ```
    ///
    /// A pipeline is no transaction: other clients' commands may run in between, and a command that the server refuses
    /// does not stop the others. Its reply is then a failure in the result. After a lost connection it is sent again
    /// only when all its commands are read-only.
    ///
    /// Commands that block (`BLPOP`) would hold back the replies of those behind them, and those that change a connection's
    /// state need one of their own: a pipeline with one of them is refused as a whole.
    ///
    /// - Throws: ``RedisError`` when the pipeline as a whole failed, or `CancellationError`.
    public func pipeline(_ body: (inout RedisPipeline) throws -> Void) async throws -> [Result<RESPValue, RedisError>] {
        var pipeline = RedisPipeline()
        try body(&pipeline)
        guard pipeline.count > 0 else { return [] }
        if let command = pipeline.commands.first(where: { !$0.traits.isDisjoint(with: .notShareable) }) {
            throw refusal(of: pipeline.words(of: command), command.traits, inPipeline: true)
        }
        let reply = try await execute(
            RedisRequest(pipeline.wire, traits: pipeline.traits, replyCount: pipeline.count))
        var values = pipeline.count == 1 ? [reply] : (consume reply).takeElements() ?? []
        return values.indices.map { index in
            // Taken out of the list, not copied: there may be many.
            var value = RESPValue.null
            swap(&value, &values[index])
            return pipeline.result(of: pipeline.commands[index], value, endpoint: core.endpoint)
        }
    }

    /// Sends some commands in one go and returns their decoded replies.
    ///
    /// ```swift
    /// let (name, visits) = try await redis.pipeline(.get("name", as: String.self), .incr("visits"))
    /// ```
    ///
    /// - Throws: The first command's ``RedisError``, when one failed; the others may have run all the same.
    public func pipeline<each Reply>(_ command: repeat RedisCommand<each Reply>) async throws -> (repeat each Reply) {
        let replies = try await pipeline { pipeline in
            repeat pipeline.append(each command)
        }
        var next = replies.makeIterator()
        return try (repeat (each command).read(Self.value(next.next()), endpoint: core.endpoint))
    }

    /// The value of one result; a missing one cannot be, as there is one for each command.
    static func value(_ result: Result<RESPValue, RedisError>?) throws(RedisError) -> RESPValue {
        try result?.get() ?? .null
    }
}

extension RedisCommand {
    /// Makes a typed command in one step: its name and arguments, encoded with a single allocation.
    ///
    /// It is inlined into the caller's module, where the arguments' types are known and the name is a constant;
    /// `decode` must capture nothing, or it costs an allocation too.
    @inlinable
    init<each Argument: RESPEncodable>(
        _ name: CommandName, _ arguments: repeat each Argument,
        decode: @escaping @Sendable (__owned RESPValue) throws -> Reply
    ) {
        var encoder = RESPEncoder()
        encoder.append(name.word)
        if let subcommand = name.subcommand { encoder.append(subcommand) }
        repeat (each arguments).encode(into: &encoder)
        self.init(request: RedisRequest(encoder.takeWireCommand(), traits: name.info.traits), decode: decode)
    }
}

extension RedisCommand where Reply: RESPDecodable {
    /// Makes a typed command whose reply is read by its type.
    @inlinable
    init<each Argument: RESPEncodable>(
        _ name: CommandName, _ arguments: repeat each Argument
    ) {
        self.init(name, repeat each arguments) { (reply: consuming RESPValue) in
            try Reply(resp: reply)
        }
    }
}

extension RedisCommand where Reply == Void {
    /// Makes a typed command that answers `OK` or an error.
    @inlinable
    init<each Argument: RESPEncodable>(
        _ name: CommandName, _ arguments: repeat each Argument
    ) {
        self.init(name, repeat each arguments) { try $0.expectOK() }
    }
}

extension RESPValue {
    /// Throws unless the reply is `OK`, which is all that commands without a result answer.
    @usableFromInline
    func expectOK() throws(RESPDecodingError) {
        if case .simpleString(let bytes) = self, bytes.elementsEqual("OK".utf8) { return }
        throw RESPDecodingError(expected: Void.self, received: self)
    }
}

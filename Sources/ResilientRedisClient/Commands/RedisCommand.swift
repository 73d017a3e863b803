/// A command, ready to be sent, that knows how to read its reply.
///
/// ```swift
/// let visits = try await redis.send(.incr("visits"))                  // a typed command
/// let encoding: String = try await redis.send("OBJECT", "ENCODING", "visits")   // any command
/// ```
public struct RedisCommand<Reply>: Sendable {
    @usableFromInline package let request: RedisRequest
    @usableFromInline package let decode: @Sendable (__owned RESPValue) throws -> Reply

    /// Makes a command from its encoded form and a function that reads the reply.
    ///
    /// - Parameters:
    ///   - encoder: The command's name and arguments.
    ///   - traits: What the client needs to know about the command; by default looked up by its name.
    ///   - decode: Reads the reply. It is never called with an error reply: those are thrown before.
    public init(
        _ encoder: consuming RESPEncoder,
        traits: RedisCommandTraits? = nil,
        decode: @escaping @Sendable (__owned RESPValue) throws -> Reply
    ) {
        // Whatever it is said to be, the server does not answer a command without words.
        let traits = encoder.argumentCount > 0 ? traits : .unsupported
        self.init(request: RedisRequest(encoder.finish(), traits: traits), decode: decode)
    }

    @inlinable
    package init(request: RedisRequest, decode: @escaping @Sendable (__owned RESPValue) throws -> Reply) {
        self.request = request
        self.decode = decode
    }

    /// The command's name, in capitals.
    public var name: String { request.wire.name }

    /// Whether the command changes nothing, so that the client may send it a second time after a lost connection.
    public var isReadOnly: Bool { request.traits.contains(.readOnly) }

    /// What the client knows about the command.
    package var traits: RedisCommandTraits { isMalformed ? request.traits.subtracting(.malformed) : request.traits }

    /// Whether it is refused before it is sent, because an argument has not the form that the server demands.
    package var isMalformed: Bool { request.traits.contains(.malformed) }
}

extension RedisCommand where Reply: RESPDecodable {
    /// Makes a command whose reply is read by its type.
    @inlinable
    public init(_ encoder: consuming RESPEncoder, traits: RedisCommandTraits? = nil) {
        self.init(encoder, traits: traits) { (reply: consuming RESPValue) in try Reply(resp: reply) }
    }

    /// Makes a command from its name and arguments; the reply is read by its type.
    public init(_ name: String, _ arguments: any RESPEncodable...) {
        self.init(name, arguments: arguments)
    }

    /// Makes a command from its name and a list of arguments; the reply is read by its type.
    public init(_ name: String, arguments: [any RESPEncodable]) {
        var encoder = RESPEncoder(name)
        for argument in arguments { encoder.append(argument) }
        self.init(encoder)
    }
}

/// One or more encoded commands with what the layers below need to know of them.
@usableFromInline
package struct RedisRequest: Sendable {
    package var wire: WireCommand
    package var traits: RedisCommandTraits
    /// How many replies the server will send.
    package var replyCount: Int { Int(replies) }
    private var replies: Int32

    @usableFromInline
    package init(_ wire: WireCommand, traits: RedisCommandTraits?, replyCount: Int = 1) {
        self.wire = wire
        self.traits = traits ?? RedisCommandTraits(of: wire)
        replies = Int32(clamping: replyCount)
    }

    /// A request that consists of words alone, as the library itself sends them.
    package init(words: String..., traits: RedisCommandTraits, replyCount: Int = 1) {
        var encoder = RESPEncoder()
        for word in words { encoder.append(word) }
        self.init(encoder.finish(), traits: traits, replyCount: replyCount)
    }
}

extension RedisCommand {
    /// Makes a typed command in one step: its name and arguments, encoded with a single allocation.
    ///
    /// This is all that a typed command consists of: a name in `CommandName`, a function that makes the value, and a
    /// method of `RedisCommands` that sends it. `scripts/generate` writes most of them. With fewer words than the server
    /// accepts, or with an argument that marks the encoder as malformed, the command is refused before it is sent.
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
        var traits = name.info.traits
        if encoder.isMalformed || encoder.argumentCount < Int(name.info.minimumWords) { traits.formUnion(.malformed) }
        let wire = encoder.takeWireCommand()
        // XREAD and XREADGROUP block when they are told to. For all others the compiler leaves this out.
        if case .option = name.info.blocks, !traits.contains(.malformed) { traits = RedisCommandTraits(of: wire) }
        self.init(request: RedisRequest(wire, traits: traits), decode: decode)
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
    /// Makes a typed command whose reply is `OK` or an error.
    @inlinable
    init<each Argument: RESPEncodable>(
        _ name: CommandName, _ arguments: repeat each Argument
    ) {
        self.init(name, repeat each arguments) { try $0.expectOK() }
    }
}

extension RESPValue {
    /// Throws unless the reply is `OK`, the only reply of commands without a result.
    @usableFromInline
    func expectOK() throws(RESPDecodingError) {
        if case .simpleString(let bytes) = self, bytes.elementsEqual("OK".utf8) { return }
        throw RESPDecodingError(expected: Void.self, received: self)
    }
}

extension RedisCommands {
    /// Asks the server for a sign of life.
    ///
    /// - Returns: `PONG`.
    @inlinable @discardableResult public func ping() async throws -> String { try await send(.ping()) }

    /// Sends the server a text that it sends back.
    @inlinable
    public func echo<Value: RESPArgument & RESPDecodable>(_ message: Value) async throws -> Value {
        try await send(.echo(message))
    }

    /// Returns the server's number for the connection that carried the command.
    @inlinable public func clientId() async throws -> Int { try await send(.clientId()) }

    /// Returns the name of the connection that carried the command, or `nil` when it has none.
    @inlinable public func clientGetname() async throws -> String? { try await send(.clientGetname()) }

    /// Gives a connection a name, which the server shows in its list of clients.
    ///
    /// This is for a leased connection; the name for all connections of a client is part of its configuration.
    @inlinable public func clientSetname(_ name: String) async throws { try await send(.clientSetname(name)) }

    /// Changes to another database.
    ///
    /// This is for a leased connection; the database for all connections of a client is part of its configuration.
    @inlinable public func select(_ database: Int) async throws { try await send(.select(database)) }
}

extension RedisCommand {
    /// `PING`: the reply is `PONG`.
    @inlinable public static func ping() -> RedisCommand where Reply == String { RedisCommand(.ping) }

    /// `ECHO`: the reply is the text that was sent.
    @inlinable
    public static func echo(_ message: Reply) -> RedisCommand where Reply: RESPArgument & RESPDecodable {
        RedisCommand(.echo, message)
    }

    /// `CLIENT ID`: the server's number for the connection.
    @inlinable public static func clientId() -> RedisCommand where Reply == Int { RedisCommand(.clientId) }

    /// `CLIENT GETNAME`: the connection's name, or `nil`.
    @inlinable
    public static func clientGetname() -> RedisCommand where Reply == String? {
        RedisCommand(.clientGetname) {
            let name = try String?(resp: $0)
            return name == "" ? nil : name
        }
    }

    /// `CLIENT SETNAME`: gives the connection a name.
    @inlinable
    public static func clientSetname(_ name: String) -> RedisCommand where Reply == Void {
        RedisCommand(.clientSetname, name)
    }

    /// `SELECT`: changes to another database.
    @inlinable
    public static func select(_ database: Int) -> RedisCommand where Reply == Void { RedisCommand(.select, database) }
}

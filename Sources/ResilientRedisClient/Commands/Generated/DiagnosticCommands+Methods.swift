// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommands {
    /// Returns what the server says of all its commands.
    @inlinable
    public func command() async throws -> [RESPValue] {
        try await send(.command())
    }

    /// Returns how many commands the server has.
    @inlinable
    public func commandCount() async throws -> Int {
        try await send(.commandCount())
    }

    /// Returns the server's documentation of commands, by default of all.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func commandDocs(
        _ commands: [String] = []
    ) async throws -> [String: RESPValue] {
        try await send(.commandDocs(commands))
    }

    /// Returns the keys that the server finds in a command.
    @inlinable
    public func commandGetkeys<Argument: RESPEncodable>(
        _ command: String, _ arguments: Argument...
    ) async throws -> [String] {
        try await send(.commandGetkeys(command, ArgumentList(arguments)))
    }

    /// Returns the keys that the server finds in a command, and what the command does with each.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func commandGetkeysandflags<Argument: RESPEncodable>(
        _ command: String, _ arguments: Argument...
    ) async throws -> [RedisKeyUse] {
        try await send(.commandGetkeysandflags(command, ArgumentList(arguments)))
    }

    /// Returns what the server says of commands, by default of all.
    @inlinable
    public func commandInfo(
        _ commands: [String] = []
    ) async throws -> [RESPValue] {
        try await send(.commandInfo(commands))
    }

    /// Returns the names of all commands, or of some.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func commandList(
        _ filter: RedisCommandFilter? = nil
    ) async throws -> [String] {
        try await send(.commandList(filter))
    }

    /// Returns the server's report on its latency.
    @inlinable
    public func latencyDoctor() async throws -> String {
        try await send(.latencyDoctor())
    }

    /// Returns a drawing of an event's latency.
    @inlinable
    public func latencyGraph(
        _ event: String
    ) async throws -> String {
        try await send(.latencyGraph(event))
    }

    /// Returns how many calls of commands took how long, by default of all commands.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func latencyHistogram(
        _ commands: [String] = []
    ) async throws -> [String: RESPValue] {
        try await send(.latencyHistogram(commands))
    }

    /// Returns the latest latencies of an event.
    @inlinable
    public func latencyHistory(
        _ event: String
    ) async throws -> [RedisLatencySample] {
        try await send(.latencyHistory(event))
    }

    /// Returns the latest and the greatest latency of each event.
    @inlinable
    public func latencyLatest() async throws -> [RedisLatencyEvent] {
        try await send(.latencyLatest())
    }

    /// Clears the latencies of events, by default of all.
    ///
    /// - Returns: How many events were cleared.
    @inlinable @discardableResult
    public func latencyReset(
        _ events: [String] = []
    ) async throws -> Int {
        try await send(.latencyReset(events))
    }

    /// Returns a drawing and the server's version.
    @inlinable
    public func lolwut(
        version: Int? = nil
    ) async throws -> String {
        try await send(.lolwut(version: version))
    }

    /// Returns the server's report on its memory.
    @inlinable
    public func memoryDoctor() async throws -> String {
        try await send(.memoryDoctor())
    }

    /// Returns the statistics of the server's memory allocator.
    @inlinable
    public func memoryMallocStats() async throws -> String {
        try await send(.memoryMallocStats())
    }

    /// Asks the server's memory allocator to give memory back.
    @inlinable
    public func memoryPurge() async throws {
        try await send(.memoryPurge())
    }

    /// Returns how the server uses its memory.
    @inlinable
    public func memoryStats() async throws -> [String: RESPValue] {
        try await send(.memoryStats())
    }

    /// Describes the loaded modules, one dictionary each.
    @inlinable
    public func moduleList() async throws -> [[String: RESPValue]] {
        try await send(.moduleList())
    }

    /// Loads a module from a file of the server.
    @inlinable
    public func moduleLoad(
        _ path: String, _ arguments: [String] = []
    ) async throws {
        try await send(.moduleLoad(path, arguments))
    }

    /// Loads a module from a file of the server, with settings of its own.
    ///
    /// Redis 7.0 or later.
    @inlinable
    public func moduleLoadex(
        _ path: String, configuration: KeyValuePairs<String, String> = [:], arguments: [String] = []
    ) async throws {
        try await send(.moduleLoadex(path, configuration: configuration, arguments: arguments))
    }

    /// Unloads a module.
    @inlinable
    public func moduleUnload(
        _ name: String
    ) async throws {
        try await send(.moduleUnload(name))
    }

    /// Returns the latest slow commands; 10 by default, -1 means all.
    @inlinable
    public func slowlogGet(
        count: Int? = nil
    ) async throws -> [RedisSlowLogEntry] {
        try await send(.slowlogGet(count: count))
    }

    /// Returns how many slow commands are logged.
    @inlinable
    public func slowlogLen() async throws -> Int {
        try await send(.slowlogLen())
    }

    /// Clears the log of slow commands.
    @inlinable
    public func slowlogReset() async throws {
        try await send(.slowlogReset())
    }

    /// Returns the latest slow or large commands; -1 means all.
    ///
    /// Valkey 8.1 or later; Redis 8.0 does not have it.
    @inlinable
    public func commandlogGet(
        _ log: RedisCommandLog, count: Int
    ) async throws -> [RedisSlowLogEntry] {
        try await send(.commandlogGet(log, count: count))
    }

    /// Returns how many slow or large commands are logged.
    ///
    /// Valkey 8.1 or later; Redis 8.0 does not have it.
    @inlinable
    public func commandlogLen(
        _ log: RedisCommandLog
    ) async throws -> Int {
        try await send(.commandlogLen(log))
    }

    /// Clears the log of slow or large commands.
    ///
    /// Valkey 8.1 or later; Redis 8.0 does not have it.
    @inlinable
    public func commandlogReset(
        _ log: RedisCommandLog
    ) async throws {
        try await send(.commandlogReset(log))
    }
}

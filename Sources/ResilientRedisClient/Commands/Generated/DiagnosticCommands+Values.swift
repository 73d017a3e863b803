// Made by scripts/generate from Sources/CommandGenerator. Do not edit.

extension RedisCommand {
    /// `COMMAND`: returns what the server says of all its commands.
    @inlinable
    public static func command() -> RedisCommand where Reply == [RESPValue] {
        RedisCommand(.command)
    }

    /// `COMMAND COUNT`: returns how many commands the server has.
    @inlinable
    public static func commandCount() -> RedisCommand where Reply == Int {
        RedisCommand(.commandCount)
    }

    /// `COMMAND DOCS`: returns the server's documentation of commands, by default of all.
    @inlinable
    public static func commandDocs(
        _ commands: [String] = []
    ) -> RedisCommand where Reply == [String: RESPValue] {
        RedisCommand(.commandDocs, ArgumentList(commands))
    }

    /// `COMMAND GETKEYS`: returns the keys that the server finds in a command.
    @inlinable
    public static func commandGetkeys<Argument: RESPEncodable>(
        _ command: String, _ arguments: Argument...
    ) -> RedisCommand where Reply == [String] {
        RedisCommand(.commandGetkeys, command, ArgumentList(arguments))
    }

    /// `COMMAND GETKEYSANDFLAGS`: returns the keys that the server finds in a command, and what the command does with each.
    @inlinable
    public static func commandGetkeysandflags<Argument: RESPEncodable>(
        _ command: String, _ arguments: Argument...
    ) -> RedisCommand where Reply == [RedisKeyUse] {
        RedisCommand(.commandGetkeysandflags, command, ArgumentList(arguments))
    }

    /// `COMMAND INFO`: returns what the server says of commands, by default of all.
    @inlinable
    public static func commandInfo(
        _ commands: [String] = []
    ) -> RedisCommand where Reply == [RESPValue] {
        RedisCommand(.commandInfo, ArgumentList(commands))
    }

    /// `COMMAND LIST`: returns the names of all commands, or of some.
    @inlinable
    public static func commandList(
        _ filter: RedisCommandFilter? = nil
    ) -> RedisCommand where Reply == [String] {
        RedisCommand(.commandList, filter)
    }

    /// `LATENCY DOCTOR`: returns the server's report on its latency.
    @inlinable
    public static func latencyDoctor() -> RedisCommand where Reply == String {
        RedisCommand(.latencyDoctor)
    }

    /// `LATENCY GRAPH`: returns a drawing of an event's latency.
    @inlinable
    public static func latencyGraph(
        _ event: String
    ) -> RedisCommand where Reply == String {
        RedisCommand(.latencyGraph, event)
    }

    /// `LATENCY HISTOGRAM`: returns how many calls of commands took how long, by default of all commands.
    @inlinable
    public static func latencyHistogram(
        _ commands: [String] = []
    ) -> RedisCommand where Reply == [String: RESPValue] {
        RedisCommand(.latencyHistogram, ArgumentList(commands))
    }

    /// `LATENCY HISTORY`: returns the latest latencies of an event.
    @inlinable
    public static func latencyHistory(
        _ event: String
    ) -> RedisCommand where Reply == [RedisLatencySample] {
        RedisCommand(.latencyHistory, event)
    }

    /// `LATENCY LATEST`: returns the latest and the greatest latency of each event.
    @inlinable
    public static func latencyLatest() -> RedisCommand where Reply == [RedisLatencyEvent] {
        RedisCommand(.latencyLatest)
    }

    /// `LATENCY RESET`: clears the latencies of events, by default of all.
    @inlinable
    public static func latencyReset(
        _ events: [String] = []
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.latencyReset, ArgumentList(events))
    }

    /// `LOLWUT`: returns a drawing and the server's version.
    @inlinable
    public static func lolwut(
        version: Int? = nil
    ) -> RedisCommand where Reply == String {
        RedisCommand(.lolwut, KeywordArgument("VERSION", version))
    }

    /// `MEMORY DOCTOR`: returns the server's report on its memory.
    @inlinable
    public static func memoryDoctor() -> RedisCommand where Reply == String {
        RedisCommand(.memoryDoctor)
    }

    /// `MEMORY MALLOC-STATS`: returns the statistics of the server's memory allocator.
    @inlinable
    public static func memoryMallocStats() -> RedisCommand where Reply == String {
        RedisCommand(.memoryMallocStats)
    }

    /// `MEMORY PURGE`: asks the server's memory allocator to give memory back.
    @inlinable
    public static func memoryPurge() -> RedisCommand where Reply == Void {
        RedisCommand(.memoryPurge)
    }

    /// `MEMORY STATS`: returns how the server uses its memory.
    @inlinable
    public static func memoryStats() -> RedisCommand where Reply == [String: RESPValue] {
        RedisCommand(.memoryStats)
    }

    /// `MODULE LIST`: describes the loaded modules, one dictionary each.
    @inlinable
    public static func moduleList() -> RedisCommand where Reply == [[String: RESPValue]] {
        RedisCommand(.moduleList)
    }

    /// `MODULE LOAD`: loads a module from a file of the server.
    @inlinable
    public static func moduleLoad(
        _ path: String, _ arguments: [String] = []
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.moduleLoad, path, ArgumentList(arguments))
    }

    /// `MODULE LOADEX`: loads a module from a file of the server, with settings of its own.
    @inlinable
    public static func moduleLoadex(
        _ path: String, configuration: KeyValuePairs<String, String> = [:], arguments: [String] = []
    ) -> RedisCommand where Reply == Void {
        RedisCommand(
            .moduleLoadex, path, ModuleConfiguration(configuration), arguments.isEmpty ? nil : "ARGS", arguments)
    }

    /// `MODULE UNLOAD`: unloads a module.
    @inlinable
    public static func moduleUnload(
        _ name: String
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.moduleUnload, name)
    }

    /// `SLOWLOG GET`: returns the latest slow commands; 10 by default, -1 means all.
    @inlinable
    public static func slowlogGet(
        count: Int? = nil
    ) -> RedisCommand where Reply == [RedisSlowLogEntry] {
        RedisCommand(.slowlogGet, count)
    }

    /// `SLOWLOG LEN`: returns how many slow commands are logged.
    @inlinable
    public static func slowlogLen() -> RedisCommand where Reply == Int {
        RedisCommand(.slowlogLen)
    }

    /// `SLOWLOG RESET`: clears the log of slow commands.
    @inlinable
    public static func slowlogReset() -> RedisCommand where Reply == Void {
        RedisCommand(.slowlogReset)
    }

    /// `COMMANDLOG GET`: returns the latest slow or large commands; -1 means all.
    @inlinable
    public static func commandlogGet(
        _ log: RedisCommandLog, count: Int
    ) -> RedisCommand where Reply == [RedisSlowLogEntry] {
        RedisCommand(.commandlogGet, count, log)
    }

    /// `COMMANDLOG LEN`: returns how many slow or large commands are logged.
    @inlinable
    public static func commandlogLen(
        _ log: RedisCommandLog
    ) -> RedisCommand where Reply == Int {
        RedisCommand(.commandlogLen, log)
    }

    /// `COMMANDLOG RESET`: clears the log of slow or large commands.
    @inlinable
    public static func commandlogReset(
        _ log: RedisCommandLog
    ) -> RedisCommand where Reply == Void {
        RedisCommand(.commandlogReset, log)
    }
}

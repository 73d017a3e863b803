import ArgumentParser

/// Load for Redis through this library, as a newcomer would write it: a client with default settings, shared by all
/// tasks. One process makes one measurement, so that memory and CPU time belong to it alone.
@main
struct RedisLoad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redis-load",
        abstract: "Measures the Redis client under load.",
        discussion: "Prints one line of CSV: \(Measurement.header)",
        subcommands: [
            Throughput.self, Bursts.self, BesideRange.self, WaitingMemory.self, OutageMemory.self, SteadyMemory.self,
        ],
        defaultSubcommand: Throughput.self)
}

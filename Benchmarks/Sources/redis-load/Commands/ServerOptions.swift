import ArgumentParser
import ResilientRedisClient

/// Which server to use.
struct ServerOptions: ParsableArguments {
    @Option(help: "The server's port on 127.0.0.1.")
    var port: Int

    /// What a newcomer writes.
    ///
    /// - Parameter other: A port to connect to instead of the server's own.
    func client(port other: Int? = nil) throws -> RedisClient {
        try RedisClient(configuration(port: other))
    }

    func configuration(port other: Int? = nil) throws -> RedisConfiguration {
        try RedisConfiguration(url: "redis://127.0.0.1:\(other ?? port)")
    }
}

/// For how long to measure.
struct TimeOptions: ParsableArguments {
    @Option(help: "Seconds to measure.")
    var seconds = 3.0

    @Option(help: "Seconds of load before that.")
    var warmUp = 0.5

    func validate() throws {
        guard seconds > 0, seconds <= 3600, warmUp >= 0, warmUp <= 3600 else {
            throw ValidationError("--seconds must be above 0, --warm-up not negative, both at most 3600")
        }
    }

    func generator<Operation>(_ operation: Operation, tasks: Int) -> LoadGenerator<Operation> {
        LoadGenerator(operation: operation, tasks: tasks, warmUp: .seconds(warmUp), time: .seconds(seconds))
    }
}

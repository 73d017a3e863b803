import ArgumentParser
import ResilientRedisClient

/// Measures small calls while huge replies arrive on another connection of the same client.
struct BesideRange: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "beside-lrange",
        abstract: "Measures GETs on the shared connection while a leased one reads a long list, again and again.")

    @Option(help: "The length of the list.")
    var elements = 1_000_000

    @Option(help: "How many tasks GET at the same time.")
    var tasks = 10

    @Flag(help: "Only GET; somebody else reads the list.")
    var withoutRange = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var time: TimeOptions

    func run() async throws {
        let redis = try server.client()
        let get = try await GetOperation(redis, valueBytes: 32)
        let range = try await RangeOperation(redis, elements: elements)
        let generator = time.generator(get, tasks: tasks)
        let result =
            if withoutRange { try await generator.run() } else { try await measure(generator, beside: range) }
        let name = withoutRange ? "get-beside-others-lrange" : "get-beside-lrange"
        print(Measurement(result, operation: "\(name)-\(elements)", valueBytes: 32, tasks: tasks).csv)
        await redis.shutdown()
    }

    /// Lists are read from the start of the measurement to its end, at least one.
    @MainActor
    private func measure(
        _ generator: LoadGenerator<GetOperation>, beside range: RangeOperation
    ) async throws -> LoadGenerator<GetOperation>.Result {
        try await generator.run {
            let end = ContinuousClock.now + generator.time
            try await Self.readLists(range, until: end)
        }
    }

    @concurrent
    private static func readLists(_ range: RangeOperation, until end: ContinuousClock.Instant) async throws {
        repeat {
            try await range.redis.withConnection { connection in
                try await RangeOperation.read(connection, key: range.key, elements: range.elements)
            }
        } while ContinuousClock.now < end
    }
}

import ArgumentParser
import RedisFaultInjection
import ResilientRedisCache
import ResilientRedisClient

/// Measures one operation.
struct Throughput: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Measures one operation from a number of tasks.")

    enum Operation: String, ExpressibleByArgument, CaseIterable {
        case get
        case getBytes = "get-bytes"
        case set
        case pipeline
        case lrange
        case cachedHit = "cached-hit"
        case cachedSpread = "cached-spread"
        case cachedText = "cached-text"
        case getDecoded = "get-decoded"
        case getStored = "get-stored"
        case cachedRefused = "cached-refused"
        case cachedMiss = "cached-miss"
        case getSet = "get-set"
        case cachedInProcess = "cached-in-process"
        case refused
    }

    @Argument(help: "What the tasks do.")
    var operation: Operation

    @Option(help: "The size of a value.")
    var valueBytes = 32

    @Option(help: "How many tasks call at the same time.")
    var tasks = 50

    @Option(help: "The length of the list that lrange reads.")
    var elements = 100_000

    @Flag(help: "Call through a fault proxy without a fault, in this process as in a test.")
    var throughProxy = false

    @OptionGroup var server: ServerOptions
    @OptionGroup var time: TimeOptions

    func validate() throws {
        guard 1...100_000 ~= tasks, 0...(512 << 20) ~= valueBytes, 1...10_000_000 ~= elements else {
            throw ValidationError("--tasks, --value-bytes or --elements is out of range")
        }
    }

    func run() async throws {
        let proxy =
            throughProxy ? try await FaultProxy.start(to: .tcp(host: "127.0.0.1", port: server.port)) : nil
        let redis = try server.client(port: proxy?.port)
        switch operation {
        case .get: try await measure(GetOperation(redis, valueBytes: valueBytes))
        case .getBytes: try await measure(GetBytesOperation(redis, valueBytes: valueBytes))
        case .set: try await measure(SetOperation(redis, valueBytes: valueBytes))
        case .pipeline: try await measure(PipelineOperation(redis, valueBytes: valueBytes), as: "get-pipeline-100")
        case .lrange:
            try await measure(
                RangeOperation(redis, elements: elements), as: "lrange-\(elements)",
                valueBytes: RangeOperation.elementBytes)
        case .cachedHit:
            let hit = try await CachedHitOperation(redis)
            try await measure(hit, valueBytes: hit.valueBytes)
        case .cachedSpread:
            let hit = try await CachedHitOperation(redis, users: 20_000)
            try await measure(hit, valueBytes: hit.valueBytes)
        case .cachedText: try await measure(CachedTextOperation(redis, valueBytes: valueBytes))
        case .getDecoded:
            let hit = try await CachedHitOperation(redis)
            try await measure(hit.plainGet, valueBytes: hit.valueBytes)
        case .getStored:
            let hit = try await CachedHitOperation(redis)
            try await measure(hit.bytesOnly, valueBytes: hit.valueBytes)
        case .cachedInProcess:
            let hit = try await CachedHitOperation(redis, inProcess: .init())
            try await measure(hit, valueBytes: hit.valueBytes)
        case .cachedMiss: try await measure(CachedMissOperation(redis), valueBytes: 0)
        case .getSet: try await measure(GetSetOperation(redis), valueBytes: 0)
        case .cachedRefused: try await measure(CachedRefusedOperation(redis), valueBytes: 0)
        case .refused: try await measure(RefusedOperation(redis), valueBytes: 0)
        }
        await redis.shutdown()
        await proxy?.stop()
    }

    private func measure(
        _ load: some LoadOperation, as name: String? = nil, valueBytes: Int? = nil
    ) async throws {
        let result = try await time.generator(load, tasks: tasks).run()
        let name = (name ?? operation.rawValue) + (throughProxy ? "-through-proxy" : "")
        let measurement = Measurement(
            result, operation: name, valueBytes: valueBytes ?? self.valueBytes, tasks: tasks)
        print(measurement.csv)
    }
}

public import ResilientRedisCache
public import ResilientRedisClient

extension Workload {
    /// The client under test, as closures. A call without a closure is not made.
    public struct Target: Sendable {
        /// Reads a key, as `GET` does.
        public var read: (@Sendable (_ key: String) async throws -> String?)?
        /// Writes a key, as `SET` does.
        public var write: (@Sendable (_ key: String, _ value: String) async throws -> Void)?
        /// Adds 1 to a counter and returns its new value, as `INCR` does.
        public var increment: (@Sendable (_ key: String) async throws -> Int)?
        /// Reads a key through a cache that calls `load` on a miss.
        public var cachedRead:
            (@Sendable (_ key: String, _ load: @escaping @Sendable () async throws -> String) async throws -> String)?
        /// What an error means.
        public var failure: @Sendable (any Error) -> Failure

        /// Makes a target of closures.
        public init(
            read: (@Sendable (_ key: String) async throws -> String?)? = nil,
            write: (@Sendable (_ key: String, _ value: String) async throws -> Void)? = nil,
            increment: (@Sendable (_ key: String) async throws -> Int)? = nil,
            cachedRead: (
                @Sendable (_ key: String, _ load: @escaping @Sendable () async throws -> String) async throws -> String
            )? = nil,
            failure: @escaping @Sendable (any Error) -> Failure = { Failure($0) }
        ) {
            self.read = read
            self.write = write
            self.increment = increment
            self.cachedRead = cachedRead
            self.failure = failure
        }

        /// A client of this package, and a cache on it if there is one.
        public init(_ client: RedisClient, cache: RedisCache? = nil) {
            self.init(
                read: { try await client.get($0, as: String.self) },
                write: { _ = try await client.set($0, $1) },
                increment: { try await client.incr($0) })
            if let cache { cachedRead = { key, load in try await cache.cached(key: key, load: load) } }
        }
    }

    /// What an error of the client under test means.
    public struct Failure: Sendable, Hashable {
        /// The name that it is counted under.
        public let name: String
        /// Whether the command may have run, or may run later.
        public let mayHaveRun: Bool

        /// Makes a failure.
        public init(name: String, mayHaveRun: Bool) {
            self.name = name
            self.mayHaveRun = mayHaveRun
        }

        /// Reads the code and the outcome of a `RedisError`. Of any other error the type is the name, and the command
        /// may have run.
        public init(_ error: any Error) {
            if let error = error as? RedisError {
                self.init(name: error.code.description, mayHaveRun: error.outcome == .unknown)
            } else {
                self.init(name: "\(type(of: error))", mayHaveRun: true)
            }
        }
    }
}

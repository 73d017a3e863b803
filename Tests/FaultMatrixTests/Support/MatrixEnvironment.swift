import Logging
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension FaultMatrix {
    /// A server, what lies before it, and a client with a clock of its own.
    final class MatrixEnvironment: Sendable {
        /// Which way the client goes to the server.
        enum Route: Sendable {
            case proxy
            /// Without a proxy, where the server's process itself is at fault.
            case direct
            /// Past six proxies behind one address.
            case fleet
            /// Straight to the TLS port.
            case secure
        }

        static let host = "localhost"

        let clock = ManualClock()
        let names = FaultyResolver([host: .addresses(["127.0.0.1"])])
        let log = CallLog()
        let proxy: FaultProxy
        let fleet: ProxyFleet?
        let client: RedisClient
        /// Where the client connects to.
        let port: Int
        /// The command of the calls that read, for faults that wait for one.
        let readCommand: String
        private let start = ContinuousClock.now
        private let current: Mutex<RedisServer>
        private let changes: Task<[Bool], Never>

        init(
            _ route: Route = .proxy, server configured: RedisServer? = nil, readCommand: String = "GET",
            _ change: (inout RedisConfiguration) async throws -> Void = { _ in }
        ) async throws {
            let server: RedisServer
            if let configured { server = configured } else { server = try await RedisServer.start(unixSocket: true) }
            current = Mutex(server)
            self.readCommand = readCommand
            proxy = try await FaultProxy.start(to: server, seed: 1)
            fleet = route == .fleet ? try await ProxyFleet.start(to: server, count: 6, seed: 1) : nil
            port =
                switch route {
                case .proxy: proxy.port
                case .direct: server.port
                case .fleet: fleet?.port ?? 0
                case .secure: server.tlsPort ?? 0
                }
            var configuration = RedisConfiguration(endpoint: .tcp(host: Self.host, port: port))
            configuration.resilience.connectTimeout = .seconds(10)
            configuration.resilience.commandTimeout = .seconds(10)
            configuration.resilience.backoffJitter = 0
            configuration.resilience.earlyProbes = .off
            try await change(&configuration)
            client = try RedisClient(configuration, clock: clock, nameResolver: names, logger: .quiet)
            let availability = client.availabilityChanges
            changes = Task {
                var seen: [Bool] = []
                for await change in availability { seen.append(change.isAvailable) }
                return seen
            }
        }

        var server: RedisServer { current.withLock { $0 } }

        func replaceServer(by server: RedisServer) { current.withLock { $0 = server } }

        /// What may come on top of a deadline.
        var slack: Duration {
            FaultMatrix.slack + MachineWatch.shared.longestDelay(since: start) * 10
        }

        var resilience: RedisConfiguration.Resilience { client.configuration.resilience }

        /// A client that administers the server on its Unix socket, which no fault affects.
        func admin() throws -> RedisClient {
            var configuration = RedisConfiguration(endpoint: .unixSocket(path: server.socketPath ?? ""))
            // It may have to wait until the server has recovered.
            configuration.resilience.connectTimeout = .seconds(60)
            configuration.resilience.commandTimeout = .seconds(60)
            return try RedisClient(configuration)
        }

        // MARK: Time

        /// Lets the client's time pass.
        func pass(_ duration: Duration) {
            log.clockMoves()
            clock.advance(by: duration)
        }

        /// Leaves everything the time to get as far as it does.
        func settle() async throws {
            try await Task.sleep(
                for: .milliseconds(20) + min(.milliseconds(500), MachineWatch.shared.longestDelay(since: start) * 4))
        }

        // MARK: Calls

        /// What a key's value is: it names the key.
        static func value(of key: String) -> String { "value of \(key)" }

        func write(_ key: String) async throws {
            _ = try await log.record(isWrite: true) { try await client.set(key, Self.value(of: key)) }
        }

        /// Reads a key that was written before. Another key's value is an issue.
        @discardableResult
        func read(_ key: String, mayBeMissing: Bool = false) async throws -> String? {
            let answer = try await log.record(isWrite: false) { try await client.get(key, as: String.self) }
            if !(answer == nil && mayBeMissing) {
                #expect(answer == Self.value(of: key), "\(key) was answered with something else")
            }
            return answer
        }

        /// A read and, unless it would be in the way, a write at once.
        func readAndWrite(readsOnly: Bool) async {
            async let read = Self.quietly { _ = try await self.read("first", mayBeMissing: true) }
            if !readsOnly { await Self.quietly { try await self.write("second") } }
            await read
        }

        private static func quietly(_ body: () async throws -> Void) async {
            try? await body()
        }

        /// The load of many tasks, whose calls are recorded.
        func workload(mayForget: Bool = false, tasks: Int = tasks) -> WorkloadRun {
            let (client, log) = (client, log)
            let target = Workload.Target(
                read: { key in
                    try await log.record(isWrite: false) { try await client.get(key, as: String.self) }
                },
                write: { key, value in
                    _ = try await log.record(isWrite: true) { try await client.set(key, value) }
                },
                increment: { key in try await log.record(isWrite: true) { try await client.incr(key) } },
                failure: Workload.Failure.init(behindProxy:))
            let load = Workload(
                tasks: tasks, pause: .milliseconds(10), valueSize: 24, deadline: .seconds(10),
                serverMayForget: mayForget, seed: 1)
            return load.start(on: target)
        }

        // MARK: Availability

        func becomesAvailable() async throws {
            try await until("the client is available again") { client.availability.isAvailable }
        }

        func becomesUnavailable() async throws {
            try await until("the client is unavailable") { !client.availability.isAvailable }
        }

        /// Calls are refused without waiting for anything, and without sending anything.
        func expectInstantRefusal() async {
            let connections = proxy.acceptedConnections
            var fastest = Duration.seconds(60)
            // The fastest of some, because a busy machine may hold up any of them.
            for _ in 0..<8 {
                let attempt = await tried { try await client.get("refused", as: String.self) }
                #expect(attempt.error?.code == .unavailable, "\(attempt.result)")
                #expect(attempt.error?.outcome == .notSent)
                #expect(attempt.error?.retryAfter != nil)
                fastest = min(fastest, attempt.duration)
            }
            #expect(fastest < .milliseconds(1) * slowness)
            #expect(proxy.acceptedConnections == connections)
        }

        // MARK: The end

        /// Ends everything and looks for what was left behind. Returns every change of the client's availability.
        @discardableResult
        func end() async throws -> [Bool] {
            #expect(log.inFlight == 0, "a call still waits")
            await client.shutdown(gracePeriod: .zero)
            // Ends with the client's loop.
            let seen = await changes.value
            #expect(descriptors(connectedTo: port).isEmpty)
            names[Self.host] = .addresses(["127.0.0.1"])
            await fleet?.stop()
            await proxy.stop()
            // Stopping blocks, and the thread is one of the few that all tests share.
            let server = server
            try await BlockingWork.run { server.stop() }
            return seen
        }
    }
}

extension Logger {
    /// Discards log lines: a thousand outages would produce too many.
    static var quiet: Logger { Logger(label: "fault matrix") { _ in SwiftLogNoOpLogHandler() } }
}

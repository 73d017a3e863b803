import Foundation
import Logging
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

extension FaultMatrix {
    /// Faults of one connection, of writes alone, or of this client alone: rows in which some calls fail and the others must
    /// go on. Their deadlines pass for real.
    @Suite("Faults that are not the server's")
    struct OneConnectionRowTests {
        private func cell(
            _ change: @escaping (inout RedisConfiguration) -> Void = { _ in },
            _ body: (MatrixEnvironment) async throws -> Void
        ) async throws {
            try await Gate.cells.pass {
                try await measuring {
                    let environment = try await MatrixEnvironment { configuration in
                        configuration.resilience.commandTimeout = .seconds(2)
                        change(&configuration)
                    }
                    try await environment.write("first")
                    try await environment.write("second")
                    try await body(environment)
                }
            }
        }

        @Test("One of four shared connections is swallowed: only what was on it times out")
        func oneOfSeveral() async throws {
            try await cell({ $0.pool.sharedConnections = 4 }) { environment in
                for _ in 0..<8 { try await environment.read("first") }
                let fault = environment.proxy.inject(.silentDrop, when: .onCommand("GET"))
                let results = await withTaskGroup { group in
                    for _ in 0..<40 {
                        group.addTask {
                            try? await Task.sleep(for: .milliseconds(.random(in: 0..<1500)))
                            return await tried { try await environment.read("first") }
                        }
                    }
                    return await group.reduce(into: [Attempt<String?>]()) { $0.append($1) }
                }
                #expect(fault.firings == 1)
                let failures = results.compactMap(\.error)
                #expect(!failures.isEmpty && failures.allSatisfy { $0.code == .timeout }, "\(failures.map(\.code))")
                // Half of the time-out, and a quarter of the calls.
                #expect(failures.count <= 20)
                for _ in 0..<20 { try await environment.read("second") }
                #expect(try await environment.end() == [true])
            }
        }

        @Test("A login refused under load: each call gets the server's reply, and the server two attempts a second")
        func refusedLogin() async throws {
            try await cell { environment in
                let admin = try environment.admin()
                _ = try await admin.send("CONFIG", "SET", "requirepass", "changed", as: String.self)
                let before = environment.proxy.acceptedConnections
                environment.proxy.inject(.reset)
                environment.proxy.liftAll()
                let start = ContinuousClock.now
                let errors = await withTaskGroup { group in
                    for _ in 0..<20 {
                        group.addTask {
                            var errors: [RedisError] = []
                            while ContinuousClock.now - start < .seconds(3) {
                                if let error = await tried({ try await environment.read("first") }).error {
                                    errors.append(error)
                                }
                                try? await Task.sleep(for: .milliseconds(2))
                            }
                            return errors
                        }
                    }
                    return await group.reduce(into: [RedisError]()) { $0 += $1 }
                }
                #expect(environment.proxy.acceptedConnections - before <= 6)
                #expect(errors.count > 100)
                #expect(errors.allSatisfy { $0.code == .server && $0.reply?.name == "NOAUTH" && $0.isServiceFailure })
                #expect(!environment.client.availability.isAvailable)
                _ = try await admin.send("CONFIG", "SET", "requirepass", "", as: String.self)
                try await environment.becomesAvailable()
                try await environment.read("first")
                #expect(try await environment.end() == [true, false, true])
            }
        }

        @Test("READONLY in a script's error, as Redis before 7 words it: the next call is on a new connection")
        func readOnlyScript() async throws {
            try await cell { environment in
                let reply = ServerErrorReply(
                    "ERR Error running script (call to f_1): @user_script:1: -READONLY You can't write against a "
                        + "read only replica.")
                environment.proxy.inject(.errorReply(reply), when: .onCommand("EVAL"))
                let before = environment.proxy.acceptedConnections
                let client = environment.client
                let refused = await tried { try await client.send("EVAL", "return 1", 0, as: Int.self) }
                #expect(refused.error?.code == .server)
                #expect(refused.error?.isServiceFailure == true)
                for _ in 0..<20 { #expect(try await client.send("EVAL", "return 1", 0, as: Int.self) == 1) }
                try await environment.read("first")
                #expect(environment.proxy.acceptedConnections == before + 1)
                #expect(try await environment.end() == [true])
            }
        }

        /// A log handler that blocks until it is let go.
        private struct BlockedHandler: LogHandler {
            let isBlocked: Flag
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.trace

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(event: LogEvent) {
                let end = Date(timeIntervalSinceNow: 20)
                while isBlocked.value, Date() < end { Thread.sleep(forTimeInterval: 0.005) }
            }
        }

        @Test("A log handler that blocks: an outage, deadlines, cancellation and the shutdown take their course")
        func blockedLog() async throws {
            try await Gate.cells.pass {
                try await measuring {
                    let server = try await RedisServer.start()
                    let proxy = try await FaultProxy.start(to: server)
                    let isBlocked = Flag(true)
                    var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: proxy.port))
                    configuration.resilience.backoff = .milliseconds(200)
                    let client = try RedisClient(
                        configuration, logger: Logger(label: "blocked") { _ in BlockedHandler(isBlocked: isBlocked) })
                    defer { isBlocked.value = false }
                    #expect(try await client.set("k", "v"))
                    let fault = proxy.inject(.refuse)
                    proxy.inject(.reset)
                    try await until("the outage begins") {
                        _ = await tried { try await client.get("k", as: String.self) }
                        return !client.availability.isAvailable
                    }
                    fault.lift()
                    try await until("the outage ends") { client.availability.isAvailable }
                    #expect(try await client.get("k", as: String.self) == "v")
                    proxy.inject(.blackHole)
                    let late = await tried { try await client.withTimeout(.milliseconds(50)).get("k", as: String.self) }
                    #expect(late.error?.code == .timeout)
                    #expect(late.duration < FaultMatrix.slack)
                    let call = Task { await tried { try await client.get("k", as: String.self) } }
                    call.cancel()
                    #expect(await call.value.isCancellation)
                    let end = await tried { await client.shutdown(gracePeriod: .zero) }
                    #expect(end.duration < FaultMatrix.slack)
                    await proxy.stop()
                    server.stop()
                }
            }
        }
    }
}

/// A flag that several hold.
private final class Flag: Sendable {
    private let flag: Mutex<Bool>

    init(_ value: Bool) { flag = Mutex(value) }

    var value: Bool {
        get { flag.withLock { $0 } }
        set { flag.withLock { $0 = newValue } }
    }
}

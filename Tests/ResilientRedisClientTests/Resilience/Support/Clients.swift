import RedisTransport
import Logging
import RedisFaultInjection
import ResilientRedisClient
import Synchronization

extension Resilience {
    /// What a machine that is busy with other tests may add to a deadline. Where a rule is broken it takes much longer.
    static let slack = Duration.milliseconds(1500)

    /// A client of a server on this machine, with a backoff that tests need not wait long for and no early probes. Its
    /// deadlines are those of the default configuration.
    static func client(
        port: Int, host: String = "127.0.0.1", logger: Logger = Logger(label: "resilience tests"),
        backend: PollerBackend = .automatic, time: TimeSource = TimeSource(),
        resolver: any NameResolver = SystemNameResolver(), _ change: (inout RedisConfiguration) -> Void = { _ in }
    ) throws -> RedisClient {
        var configuration = RedisConfiguration(endpoint: .tcp(host: host, port: port))
        configuration.resilience.backoff = .milliseconds(200)
        configuration.resilience.backoffJitter = 0
        configuration.resilience.earlyProbes = .off
        change(&configuration)
        return try RedisClient(
            configuration, logger: logger, backend: backend, time: time, nameResolver: resolver)
    }

    /// A healthy server that answers `GET` with the key itself, and `SET` with OK.
    static func echo(
        _ script: @escaping @Sendable (ScriptedServer.Command) -> [ScriptedServer.Action]? = { _ in nil }
    ) -> ScriptedServer.Behaviour {
        .healthy { command in
            if let actions = script(command) { return actions }
            switch command.name {
            case "GET": return [.send(bulk(command.arguments[1]))]
            case "SET": return [.send("+OK\r\n")]
            default: return nil
            }
        }
    }

    /// A script that answers some commands with an error that announces the state of the server, and from then on each PING
    /// on the same connection as well. On new connections the server is healthy.
    static func announcing(
        _ line: @escaping @Sendable (ScriptedServer.Command) -> String?, pause: Duration? = nil
    ) -> @Sendable (ScriptedServer.Command) -> [ScriptedServer.Action]? {
        let announced = Announced()
        return { command in
            if let line = line(command) {
                announced.lines.withLock { $0[command.connection] = line }
                return (pause.map { [.pause($0)] } ?? []) + [.send(line)]
            }
            guard command.name == "PING" else { return nil }
            return announced.lines.withLock { $0[command.connection] }.map { [.send($0)] }
        }
    }

    private final class Announced: Sendable {
        let lines = Mutex<[Int: String]>([:])
    }

    /// Whether a scripted server answers anything at all, new connections included.
    final class Mute: Sendable {
        private let isOn = Mutex(false)

        /// From the command on the server is silent, until ``end()``.
        func begin() -> [ScriptedServer.Action] {
            isOn.withLock { $0 = true }
            return []
        }

        func end() { isOn.withLock { $0 = false } }

        /// No action at all while the server is mute.
        var actions: [ScriptedServer.Action]? { isOn.withLock { $0 } ? [] : nil }
    }

    /// A bulk string as it stands on the wire.
    static func bulk(_ bytes: [UInt8]) -> [UInt8] {
        Array("$\(bytes.count)\r\n".utf8) + bytes + Array("\r\n".utf8)
    }
}

extension RedisClient {
    /// The value of a key as text.
    func text(_ key: String) async throws -> String? {
        try await get(key, as: String.self)
    }
}

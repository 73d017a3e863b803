import RedisTransport
import ResilientRedisClient
import Synchronization

/// A TCP listener on a free port of 127.0.0.1 that misbehaves exactly as a test says, byte by byte.
///
/// ```swift
/// let server = try ScriptedServer(.healthy { command in
///     command.name == "GET" ? [.send("$5\r\nhel"), .pause(.seconds(1)), .send("lo\r\n")] : nil
/// })
/// defer { server.stop() }
/// // … a client on 127.0.0.1, server.port …
/// let gets = try await server.waitForCommands(1, named: "GET")
/// ```
///
/// It runs on a thread of its own, and keeps every command it receives. It stops when ``stop()`` is called
/// or the last reference to it goes.
public final class ScriptedServer: Sendable {
    /// The address the server listens on.
    public let host = "127.0.0.1"
    /// The port the server listens on, or refuses connections on.
    public var port: Int { reservation.port }

    private let reservation: PortReservation
    private let mailbox: Mailbox<ScriptedLoop.Message>
    private let record = ServerRecord()
    private let thread: JoinableThread

    /// Starts the server; a client may connect as soon as this returns.
    ///
    /// - Throws: ``FaultInjectionError`` when the system has no port, file descriptor or thread left, or when it cannot
    ///   behave that way.
    public init(_ behaviour: Behaviour) throws {
        reservation = try PortReservation()
        do {
            mailbox = try Mailbox()
        } catch {
            throw FaultInjectionError(code: .system, message: "could not make a mailbox: \(error)")
        }
        let loop = try ScriptedLoop(
            port: reservation.port,
            behaviour: behaviour,
            listener: ScriptedListener(behaviour.listener, port: reservation.port),
            mailbox: mailbox,
            record: record
        )
        // The loop must not hold this object: the thread runs until the last reference to it goes.
        let handover = Mutex<ScriptedLoop?>(loop)
        do {
            thread = try JoinableThread(name: "scripted-server") { handover.withLock { $0.take() }?.run() }
        } catch {
            throw FaultInjectionError.system("start a thread", number: error.code)
        }
    }

    deinit { stop() }

    /// Closes every connection and the port, and waits until that is done. May be called more than once.
    public func stop() {
        _ = mailbox.post(.stop)
        thread.join()
    }

    /// Closes every connection and behaves in another way from now on, on the same port; returns once it does.
    ///
    /// - Throws: ``FaultInjectionError`` when the server was stopped, or cannot behave that way.
    public func become(_ behaviour: Behaviour) async throws {
        try await withCheckedThrowingContinuation { continuation in
            if !mailbox.post(.become(behaviour, continuation)) { continuation.resume(throwing: Self.stoppedError) }
        }
    }

    /// Carries out actions without a request on one open connection or on all, after those that are still under way
    /// there.
    ///
    /// - Parameters:
    ///   - actions: What to do, in order.
    ///   - connection: The connection's index as in ``Command/connection``; all open ones by default.
    public func perform(_ actions: [Action], onConnection connection: Int? = nil) {
        _ = mailbox.post(.perform(actions, connection: connection))
    }

    static let stoppedError = FaultInjectionError(code: .stopped, message: "the scripted server was stopped")

    /// Every command received so far, in the order in which they came, over all connections.
    public var commands: [Command] { record.facts.commands }

    /// How many connections were accepted so far.
    public var acceptedConnections: Int { record.facts.accepted }

    /// How many connections are open now.
    public var openConnections: Int { record.facts.open }

    /// On how many connections bytes came that are not a command.
    public var malformedRequests: Int { record.facts.malformed }
}

extension ScriptedServer {
    /// Waits until at least `count` connections were accepted.
    ///
    /// - Throws: ``FaultInjectionError`` when that does not happen within `patience` (20 s by default), and
    ///   `CancellationError` when the task is cancelled.
    public func waitForConnections(_ count: Int, within patience: Duration = .seconds(20)) async throws {
        _ = try await wait(within: patience, until: { $0.accepted >= count }) {
            "waited \(patience) for \(count) connections; \($0.accepted) were accepted"
        }
    }

    /// Waits until exactly `count` connections are open.
    ///
    /// - Throws: ``FaultInjectionError`` when that does not happen within `patience` (20 s by default), and
    ///   `CancellationError` when the task is cancelled.
    public func waitForOpenConnections(_ count: Int, within patience: Duration = .seconds(20)) async throws {
        _ = try await wait(within: patience, until: { $0.open == count }) {
            "waited \(patience) for \(count) open connections; \($0.open) are open"
        }
    }

    /// Waits until at least `count` commands were received, and returns all of them.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - name: The command to count, in capitals; all of them by default.
    ///   - patience: How long to wait; 20 s by default.
    /// - Throws: ``FaultInjectionError`` when that does not happen in time, and `CancellationError` when the task is
    ///   cancelled.
    @discardableResult
    public func waitForCommands(
        _ count: Int,
        named name: String? = nil,
        within patience: Duration = .seconds(20)
    ) async throws -> [Command] {
        let facts = try await wait(within: patience, until: { $0.count(of: name) >= count }) { facts in
            let names = facts.commands.map(\.name).joined(separator: " ")
            return "waited \(patience) for \(count) \(name ?? "command")s; received: \(names.isEmpty ? "none" : names)"
        }
        return facts.commands.filter { name == nil || $0.name == name }
    }

    private func wait(
        within patience: Duration,
        until isSatisfied: @escaping @Sendable (ServerRecord.Facts) -> Bool,
        message: @escaping @Sendable (ServerRecord.Facts) -> String
    ) async throws -> ServerRecord.Facts {
        try await record.wait(within: patience, until: isSatisfied, message: message) {
            _ = mailbox.post(.waitRegistered)
        }
    }
}

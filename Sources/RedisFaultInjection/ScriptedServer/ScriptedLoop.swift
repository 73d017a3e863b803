import DequeModule
import RedisTransport
import ResilientRedisClient

/// Runs a scripted server: its listener and its connections. Used on the server's thread only.
final class ScriptedLoop {
    enum Message: Sendable {
        case perform([ScriptedServer.Action], connection: Int?)
        case become(ScriptedServer.Behaviour, CheckedContinuation<Void, any Error>)
        /// A task waits for something, perhaps with an earlier deadline than those known.
        case waitRegistered
        case stop
    }

    private let port: Int
    private let mailbox: Mailbox<Message>
    private let record: ServerRecord
    private let events: EventLoop
    private let time = TimeSource()
    private var messages = Deque<Message>()
    private var behaviour: ScriptedServer.Behaviour
    private var listener: ScriptedListener?
    private var connections: [ScriptedConnection] = []
    private var isStopped = false

    init(
        port: Int,
        behaviour: ScriptedServer.Behaviour,
        listener: ScriptedListener,
        mailbox: Mailbox<Message>,
        record: ServerRecord
    ) throws(FaultInjectionError) {
        self.port = port
        self.behaviour = behaviour
        self.listener = listener
        self.mailbox = mailbox
        self.record = record
        do {
            events = try EventLoop(backend: .automatic, waker: mailbox.waker)
        } catch {
            throw FaultInjectionError(code: .system, message: "could not start an event loop: \(error)")
        }
    }

    func run() {
        watchListener()
        while !isStopped {
            let timeout = mailbox.fallAsleep() ? timeout() : .zero
            // Sockets only note here that they are ready. They are read after the messages are handled.
            events.wait(for: timeout, awake: mailbox.wakeUp)
            handleMessages()
            readConnections()
            acceptConnections()
            advanceConnections()
            record.expire(now: time.now())
        }
        closeConnections()
        closeListener()
        record.close()
        // A change of behaviour that is requested after the stop ends with an error.
        messages = mailbox.close()
        while let message = messages.popFirst() { handle(message) }
    }

    /// How long the loop may sleep: until the next step or the next deadline, or without limit.
    private func timeout() -> Duration? {
        let times =
            connections.compactMap { $0.isBlocked ? nil : $0.wakeTime } + [record.nextDeadline].compactMap { $0 }
        return times.min().map { $0 - time.now() }
    }

    private func handleMessages() {
        mailbox.take(into: &messages)
        while let message = messages.popFirst() { handle(message) }
    }

    private func handle(_ message: Message) {
        switch message {
        case .waitRegistered: break
        case .stop: isStopped = true
        case .perform(let actions, let index):
            for connection in connections where index == nil || connection.index == index {
                connection.enqueue(actions)
            }
        case .become(let next, let continuation):
            continuation.resume(with: Result { try become(next) })
        }
    }

    private func become(_ next: ScriptedServer.Behaviour) throws {
        guard !isStopped else { throw ScriptedServer.stoppedError }
        closeConnections()
        closeListener()
        listener = try ScriptedListener(next.listener, port: port)
        behaviour = next
        watchListener()
    }

    private func watchListener() {
        guard let socket = listener?.socket else { return }
        events.watch(socket.raw, for: .read, handler: ListenerHandler.shared)
    }

    private func closeListener() {
        if let socket = listener?.socket { events.stopWatching(socket.raw) }
        listener?.shutDown()
        listener = nil
    }

    private func closeConnections() {
        for connection in connections { connection.stopWatching() }
        connections = []
        record.update { $0.open = 0 }
    }

    private func acceptConnections() {
        guard let socket = listener?.socket else { return }
        while let descriptor = LoopbackSocket.accepted(from: socket) {
            let connection = ScriptedConnection(
                index: record.facts.accepted,
                descriptor: descriptor,
                readsRequests: behaviour.readsRequests,
                events: events
            )
            connection.enqueue(behaviour.greeting)
            connections.append(connection)
            record.update { facts in
                facts.accepted += 1
                facts.open += 1
            }
        }
    }

    private func readConnections() {
        for connection in connections {
            let input = connection.readIfReady()
            guard !input.isEmpty else { continue }
            record.update { facts in
                facts.add(input.commands)
                if input.becameMalformed { facts.malformed += 1 }
            }
            for command in input.commands { connection.enqueue(behaviour.answer(command)) }
        }
    }

    private func advanceConnections() {
        let now = time.now()
        for connection in connections { connection.advance(now: now) }
        let before = connections.count
        connections.removeAll { connection in
            if !connection.isOpen { connection.stopWatching() }
            return !connection.isOpen
        }
        let closed = before - connections.count
        if closed > 0 { record.update { $0.open -= closed } }
    }

    /// Does nothing: the loop accepts in every turn, and readiness of the listener only has to begin one.
    private final class ListenerHandler: SocketHandler, Sendable {
        static let shared = ListenerHandler()

        func socketIsReady(for ready: Interest) {}
    }
}

import CFaultInjection

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The poll loop of a scripted server. Lives on the server's thread and nowhere else.
struct ScriptedLoop {
    let port: Int
    let mailbox: ScriptedMailbox
    let record: ServerRecord
    private var behaviour: ScriptedServer.Behaviour
    private var door: ScriptedDoor?
    private var connections: [ScriptedConnection] = []
    private var isStopped = false

    init(
        port: Int,
        behaviour: ScriptedServer.Behaviour,
        door: ScriptedDoor,
        mailbox: ScriptedMailbox,
        record: ServerRecord
    ) {
        self.port = port
        self.behaviour = behaviour
        self.door = door
        self.mailbox = mailbox
        self.record = record
    }

    mutating func run() {
        while !isStopped {
            let ready = pollOnce()
            for message in mailbox.takeAll() { handle(message) }
            readConnections(ready)
            acceptConnections()
            advanceConnections()
            record.expire(now: .now)
        }
        connections = []
        closeDoor()
        record.update { $0.open = 0 }
        record.close()
        // Whoever asked for a change after the stop gets an error.
        for message in mailbox.close() { handle(message) }
    }

    /// Waits for events, the next due step or the next deadline; returns the events by connection index.
    private func pollOnce() -> [Int: Int32] {
        var entries = [pollfd(fd: mailbox.bell.raw, events: Int16(POLLIN), revents: 0)]
        for connection in connections {
            var events = behaviour.readsRequests ? Int16(POLLIN) : faultPollPeerClosed
            if connection.isBlocked { events |= Int16(POLLOUT) }
            entries.append(pollfd(fd: connection.descriptor.raw, events: events, revents: 0))
        }
        if let listener = door?.listener {
            entries.append(pollfd(fd: listener.raw, events: Int16(POLLIN), revents: 0))
        }
        _ = poll(&entries, nfds_t(entries.count), timeout())
        let events = zip(connections, entries.dropFirst()).map { ($0.index, Int32($1.revents)) }
        return Dictionary(events) { first, _ in first }
    }

    private func timeout() -> Int32 {
        let times =
            connections.compactMap { $0.isBlocked ? nil : $0.wakeTime } + [record.nextDeadline].compactMap { $0 }
        guard let next = times.min() else { return -1 }
        // More than that is more than poll takes; the loop then comes back for the rest.
        let left = min(next - .now, .milliseconds(Int32.max - 1))
        guard left > .zero else { return 0 }
        let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
        return Int32(milliseconds + 1)
    }

    private mutating func handle(_ message: ScriptedMailbox.Message) {
        switch message {
        case .stop:
            isStopped = true
        case .perform(let actions, let index):
            for position in connections.indices where index == nil || connections[position].index == index {
                connections[position].enqueue(actions)
            }
        case .become(let next, let continuation):
            continuation.resume(with: Result { try become(next) })
        }
    }

    private mutating func become(_ next: ScriptedServer.Behaviour) throws {
        guard !isStopped else { throw ScriptedServer.stoppedError }
        connections = []
        record.update { $0.open = 0 }
        closeDoor()
        door = try ScriptedDoor(next.door, port: port)
        behaviour = next
    }

    private mutating func closeDoor() {
        door?.shut()
        door = nil
    }

    private mutating func acceptConnections() {
        guard let listener = door?.listener else { return }
        while let descriptor = LoopbackSocket.accepted(from: listener) {
            var connection = ScriptedConnection(index: record.facts.accepted, descriptor: descriptor)
            connection.enqueue(behaviour.greeting)
            connections.append(connection)
            record.update { facts in
                facts.accepted += 1
                facts.open += 1
            }
        }
    }

    private mutating func readConnections(_ ready: [Int: Int32]) {
        for position in connections.indices {
            guard let events = ready[connections[position].index], events & ~POLLOUT != 0 else { continue }
            guard behaviour.readsRequests else {
                connections[position].peerHasClosed()
                continue
            }
            var commands: [ScriptedServer.Command] = []
            var malformed = 0
            connections[position].read(into: &commands, malformed: &malformed)
            record.update { facts in
                facts.add(commands)
                facts.malformed += malformed
            }
            for command in commands { connections[position].enqueue(behaviour.answer(command)) }
        }
    }

    private mutating func advanceConnections() {
        let now = ContinuousClock.now
        for position in connections.indices { connections[position].advance(now: now) }
        let before = connections.count
        connections.removeAll { !$0.isOpen }
        let closed = before - connections.count
        if closed > 0 { record.update { $0.open -= closed } }
    }
}

import CFaultInjection
import RedisTransport

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One accepted connection of a scripted server, and the actions that are still to be carried out on it.
///
/// It sends and receives by plain system calls instead of the client's `Socket`: what it sends must be cut and ended
/// exactly as the script says.
final class ScriptedConnection: SocketHandler {
    /// What one read brought.
    struct Input {
        var commands: [ScriptedServer.Command] = []
        /// Bytes that are no command came for the first time.
        var becameMalformed = false

        var isEmpty: Bool { commands.isEmpty && !becameMalformed }
    }

    let index: Int
    private(set) var isOpen = true
    /// When the step that is due next may be taken; `nil` when nothing waits for time.
    private(set) var wakeTime: MonotonicTime?
    /// Whether the peer must take bytes before anything more can be sent.
    private(set) var isBlocked = false

    private let descriptor: FileDescriptor
    private let readsRequests: Bool
    private let events: EventLoop
    private var interest: Interest
    private var isReady = false
    private var parser = RequestParser()
    private var isMalformed = false
    private var commandsSeen = 0
    private var steps: [ScriptedServer.Action.Kind] = []
    private var nextStep = 0
    private var bytesSent = 0

    init(index: Int, descriptor: FileDescriptor, readsRequests: Bool, events: EventLoop) {
        self.index = index
        self.descriptor = descriptor
        self.readsRequests = readsRequests
        self.events = events
        interest = readsRequests ? .read : .peerClosed
        events.watch(descriptor.raw, for: interest, handler: self)
    }

    /// Must be called before the last reference to the connection goes, which closes the socket.
    func stopWatching() { events.stopWatching(descriptor.raw) }

    func socketIsReady(for ready: Interest) {
        if ready != .write { isReady = true }
    }

    func enqueue(_ actions: [ScriptedServer.Action]) {
        for action in actions { steps += action.steps }
    }

    /// Reads what has come, if anything has. The peer's end of input closes the connection.
    func readIfReady() -> Input {
        guard isReady else { return Input() }
        isReady = false
        guard readsRequests else {
            isOpen = false
            return Input()
        }
        receive()
        return parse()
    }

    private func receive() {
        let chunk = events.receiveBuffer
        while isOpen {
            let count = recv(descriptor.raw, chunk.baseAddress, chunk.count, 0)
            if count > 0 {
                if !isMalformed { parser.append(chunk.prefix(count)) }
            } else if count < 0, errno == EINTR {
                continue
            } else {
                if count == 0 || errno != EAGAIN { isOpen = false }
                return
            }
        }
    }

    private func parse() -> Input {
        var input = Input()
        do {
            while !isMalformed, let arguments = try parser.next() {
                input.commands.append(.init(connection: index, position: commandsSeen, arguments: arguments))
                commandsSeen += 1
            }
        } catch {
            isMalformed = true
            input.becameMalformed = true
        }
        return input
    }

    /// Takes every step that can be taken now.
    func advance(now: MonotonicTime) {
        isBlocked = false
        defer { watchForWhatIsNeeded() }
        while isOpen, !isBlocked, nextStep < steps.count {
            switch steps[nextStep] {
            case .send(let bytes):
                guard sendRest(of: bytes) else { return }
            case .pause(let duration):
                guard let time = wakeTime else {
                    wakeTime = now + duration
                    continue
                }
                guard time <= now else { return }
                wakeTime = nil
            case .close:
                closeInOrder()
            case .reset:
                faultResetOnClose(descriptor.raw)
                isOpen = false
            }
            nextStep += 1
        }
        if nextStep == steps.count {
            steps.removeAll(keepingCapacity: true)
            nextStep = 0
        }
    }

    private func watchForWhatIsNeeded() {
        var needed: Interest = readsRequests ? .read : .peerClosed
        if isBlocked { needed.insert(.write) }
        guard isOpen, needed != interest else { return }
        interest = needed
        events.change(descriptor.raw, to: needed)
    }

    /// Returns whether all of `bytes` is sent.
    private func sendRest(of bytes: [UInt8]) -> Bool {
        while bytesSent < bytes.count {
            let sent = bytes.withUnsafeBytes { buffer in
                faultSend(descriptor.raw, buffer.baseAddress?.advanced(by: bytesSent), buffer.count - bytesSent)
            }
            if sent >= 0 {
                bytesSent += sent
            } else if errno == EAGAIN {
                isBlocked = true
                return false
            } else if errno != EINTR {
                isOpen = false
                return false
            }
        }
        bytesSent = 0
        return true
    }

    /// Closing a socket that still holds unread input would reset the connection; so the end is announced first and
    /// the input taken in.
    private func closeInOrder() {
        shutdown(descriptor.raw, Int32(SHUT_WR))
        var rest = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor.raw, &rest, rest.count, 0) > 0 {}
        isOpen = false
    }
}

import CFaultInjection

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One accepted connection and what is still to be done on it.
struct ScriptedConnection {
    let index: Int
    let descriptor: FileDescriptor
    private(set) var isOpen = true
    /// When the step that is due next may be taken; `nil` when nothing waits for time.
    private(set) var wakeTime: ContinuousClock.Instant?
    /// Whether the peer must take bytes before anything more can be sent.
    private(set) var isBlocked = false

    private var parser = RequestParser()
    private var isMalformed = false
    private var commandsSeen = 0
    private var steps: [ScriptedServer.Action.Kind] = []
    private var nextStep = 0
    private var bytesSent = 0

    init(index: Int, descriptor: FileDescriptor) {
        self.index = index
        self.descriptor = descriptor
    }

    mutating func enqueue(_ actions: [ScriptedServer.Action]) {
        for action in actions { steps += action.steps }
    }

    /// Reads what has come. The peer's end of input closes the connection.
    mutating func read(into received: inout [ScriptedServer.Command], malformed: inout Int) {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while isOpen {
            let count = recv(descriptor.raw, &chunk, chunk.count, 0)
            if count > 0 {
                guard !isMalformed else { continue }
                parser.append(chunk.prefix(count))
            } else if count < 0, errno == EINTR {
                continue
            } else {
                if count == 0 || errno != EAGAIN { isOpen = false }
                break
            }
        }
        do {
            while !isMalformed, let arguments = try parser.next() {
                received.append(ScriptedServer.Command(connection: index, position: commandsSeen, arguments: arguments))
                commandsSeen += 1
            }
        } catch {
            isMalformed = true
            malformed += 1
        }
    }

    /// Takes every step that can be taken now.
    mutating func advance(now: ContinuousClock.Instant) {
        isBlocked = false
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

    mutating func peerHasClosed() { isOpen = false }

    /// Returns whether all of `bytes` is sent.
    private mutating func sendRest(of bytes: [UInt8]) -> Bool {
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
    private mutating func closeInOrder() {
        shutdown(descriptor.raw, Int32(SHUT_WR))
        var rest = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor.raw, &rest, rest.count, 0) > 0 {}
        isOpen = false
    }
}

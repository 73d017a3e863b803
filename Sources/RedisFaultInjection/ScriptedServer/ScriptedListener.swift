#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The socket on a scripted server's port, which decides what a connect runs into.
enum ScriptedListener {
    case accepting(listener: FileDescriptor)
    /// Bound without listening: connects are refused.
    case refusing(holder: FileDescriptor)
    /// A listener whose queue is full of our own connections: the kernel drops every further SYN.
    case blackHole(listener: FileDescriptor, fillers: [FileDescriptor])

    init(_ kind: ScriptedServer.Behaviour.Listener, port: Int) throws(FaultInjectionError) {
        switch kind {
        case .accepting:
            self = .accepting(listener: try LoopbackSocket.listening(on: port, backlog: 512))
        case .refusing:
            self = .refusing(holder: try LoopbackSocket.bound(to: port))
        case .blackHole:
            let listener = try LoopbackSocket.listening(on: port, backlog: 0)
            self = .blackHole(listener: listener, fillers: try Self.fillQueue(port: port))
        }
    }

    /// The socket to accept from, if there is one.
    var socket: FileDescriptor? {
        if case .accepting(let listener) = self { return listener }
        return nil
    }

    /// Ends the listening at once. Closing alone may take a moment: a child process that this one is just starting
    /// holds copies of all descriptors until it runs its program.
    func shutDown() {
        switch self {
        case .accepting(let listener), .blackHole(let listener, _): _ = shutdown(listener.raw, Int32(SHUT_RDWR))
        case .refusing: break
        }
    }

    /// Connects until two connects in a row hang.
    private static func fillQueue(port: Int) throws(FaultInjectionError) -> [FileDescriptor] {
        var fillers: [FileDescriptor] = []
        var hanging = 0
        while hanging < 2 {
            // The kernel rounds a backlog of 0 up a little; far more than that means that it does not drop.
            guard fillers.count < 200 else {
                throw FaultInjectionError(
                    code: .system,
                    message: "this system accepts connections beyond a full backlog: no black hole on 127.0.0.1:\(port)"
                )
            }
            let filler = try LoopbackSocket.connecting(to: port)
            // On the loopback interface a handshake that gets an answer is through at once.
            hanging = LoopbackSocket.wait(filler, for: POLLOUT, milliseconds: 20) ? 0 : hanging + 1
            fillers.append(filler)
        }
        return fillers
    }
}

import CFaultInjection

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// TCP sockets on 127.0.0.1.
enum LoopbackSocket {
    /// A socket that no child process inherits and that raises no SIGPIPE.
    static func make() throws(FaultInjectionError) -> FileDescriptor {
        let raw = faultSocket()
        guard raw >= 0 else { throw .system("open a socket") }
        return FileDescriptor(raw)
    }

    /// A socket bound to `port` of 127.0.0.1; 0 lets the system choose.
    static func bound(to port: Int) throws(FaultInjectionError) -> FileDescriptor {
        let descriptor = try make()
        setOption(descriptor.raw, SOL_SOCKET, SO_REUSEADDR, 1)
        let status = faultBindLoopback(descriptor.raw, UInt16(clamping: port))
        guard status == 0 else { throw .system("bind 127.0.0.1:\(port)") }
        return descriptor
    }

    /// A non-blocking socket that listens on `port` of 127.0.0.1.
    static func listening(on port: Int, backlog: Int32) throws(FaultInjectionError) -> FileDescriptor {
        let descriptor = try bound(to: port)
        guard listen(descriptor.raw, backlog) == 0 else { throw .system("listen on 127.0.0.1:\(port)") }
        descriptor.makeNonBlocking()
        return descriptor
    }

    /// A non-blocking socket whose connect to `port` of 127.0.0.1 is under way or done.
    static func connecting(to port: Int) throws(FaultInjectionError) -> FileDescriptor {
        let descriptor = try make()
        descriptor.makeNonBlocking()
        let status = faultConnectLoopback(descriptor.raw, UInt16(clamping: port))
        guard status == 0 || errno == EINPROGRESS else { throw .system("connect to 127.0.0.1:\(port)") }
        return descriptor
    }

    /// The next connection waiting on a listening socket, or `nil` when there is none.
    static func accepted(from listener: FileDescriptor) -> FileDescriptor? {
        let raw = faultAccept(listener.raw)
        guard raw >= 0 else { return nil }
        let descriptor = FileDescriptor(raw)
        descriptor.makeNonBlocking()
        // Without this, bytes sent one by one would arrive in clumps.
        setOption(raw, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        return descriptor
    }

    /// The port that a bound socket has.
    static func port(of descriptor: FileDescriptor) -> Int { Int(faultLocalPort(descriptor.raw)) }

    /// Waits until the socket is ready for `events` (`POLLIN`, `POLLOUT`); `false` when the time passed first.
    static func wait(_ descriptor: FileDescriptor, for events: Int32, milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor.raw, events: Int16(events), revents: 0)
        return poll(&entry, 1, milliseconds) > 0
    }

    static func setOption(_ raw: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        setsockopt(raw, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// An open file descriptor that is closed when the last reference to it goes.
final class FileDescriptor: Sendable {
    let raw: Int32

    init(_ raw: Int32) { self.raw = raw }

    deinit { close(raw) }

    /// Makes reads, writes, accepts and connects return at once.
    func makeNonBlocking() {
        _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
    }

    /// A pipe whose two ends no child process inherits by accident.
    static func pipe() throws(FaultInjectionError) -> (read: FileDescriptor, write: FileDescriptor) {
        var ends: [Int32] = [-1, -1]
        guard faultPipe(&ends) == 0 else { throw .system("open a pipe") }
        return (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
    }
}

/// A port of 127.0.0.1 that is kept for one server for as long as this value lives.
///
/// On Linux a socket stays bound to the port without listening. The server may bind it all the same (both sides set
/// `SO_REUSEADDR`), while the system gives it to no one else as a free port: it answers "connection refused" while its
/// server is down, and is still there for the restart. Elsewhere a second bind would fail, so there the port is only
/// looked up, and another program may take it first.
package final class PortReservation: Sendable {
    package let port: Int
    private let holder: FileDescriptor?

    /// Reserves `port`, or a free one.
    package init(port: Int = 0) throws(FaultInjectionError) {
        let bound = try LoopbackSocket.bound(to: port)
        self.port = LoopbackSocket.port(of: bound)
        #if os(Linux)
            holder = bound
        #else
            holder = nil
        #endif
    }

    /// Uses a port without reserving it.
    package init(unheldPort port: Int) {
        self.port = port
        holder = nil
    }
}

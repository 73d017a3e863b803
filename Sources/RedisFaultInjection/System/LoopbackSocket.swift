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

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

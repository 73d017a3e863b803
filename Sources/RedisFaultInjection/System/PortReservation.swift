/// A port of 127.0.0.1 that is kept for one server for as long as this value lives.
///
/// On Linux a socket stays bound to the port without listening. The server may bind it all the same (both sides set
/// `SO_REUSEADDR`), while nobody else is given it as a free port: it answers "connection refused" while its
/// server is down, and is still there for the restart. Elsewhere a second bind would fail, so there the port is only
/// looked up, and somebody else may take it first.
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

    /// A port that is used without being kept, whoever has it.
    package init(unheldPort port: Int) {
        self.port = port
        holder = nil
    }
}

import CFaultInjection

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

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

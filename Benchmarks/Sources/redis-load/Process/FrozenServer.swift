import ArgumentParser

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The server's process, which is stopped to play one that does not answer.
struct FrozenServer {
    let process: Int32

    init(process: Int32) throws {
        guard process > 1, kill(process, 0) == 0 else {
            throw ValidationError("there is no process \(process); give the server's with --server-process")
        }
        self.process = process
    }

    func freeze() { kill(process, SIGSTOP) }
    func thaw() { kill(process, SIGCONT) }
}

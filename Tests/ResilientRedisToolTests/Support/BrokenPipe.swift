#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Writing to a process that may have ended, without the signal that would end this one.
enum BrokenPipe {
    /// Writes the bytes, as far as they are read.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var brokenPipe = sigset_t()
        var before = sigset_t()
        sigemptyset(&brokenPipe)
        sigaddset(&brokenPipe, SIGPIPE)
        // Only for this thread: the tests of the library rely on the signal being fatal elsewhere.
        pthread_sigmask(SIG_BLOCK, &brokenPipe, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                systemWrite(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                var pending = sigset_t()
                sigpending(&pending)
                var signal: Int32 = 0
                if sigismember(&pending, SIGPIPE) == 1 { sigwait(&brokenPipe, &signal) }
                return
            }
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

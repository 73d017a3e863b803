import CRedisIO

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Ends the event loop's wait from another thread: an eventfd on Linux, a pipe elsewhere.
package final class Waker: Sendable {
    /// The descriptor to watch.
    package let reading: Int32
    private let writing: Int32

    package init() throws {
        #if os(Linux) || os(Android)
            reading = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
            writing = reading
            guard reading >= 0 else { throw SystemCallError(call: "eventfd", code: errno) }
        #else
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw SystemCallError(call: "pipe", code: errno) }
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
            reading = ends[0]
            writing = ends[1]
        #endif
    }

    deinit {
        close(reading)
        if writing != reading { close(writing) }
    }

    /// Makes the descriptor readable. A full pipe is readable already.
    package func wake() {
        var one: UInt64 = 1
        _ = write(writing, &one, MemoryLayout<UInt64>.size)
    }

    /// Resets the wake-up, so that the next wait blocks.
    package func reset() {
        var count: UInt64 = 0
        while read(reading, &count, MemoryLayout<UInt64>.size) > 0 && writing != reading {}
    }
}

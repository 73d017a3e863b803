import RedisDrill

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Standard output without a buffer: what was written has left the process, also when it goes into a pipe.
enum StandardOutput {
    /// Why nothing more can be written.
    enum Failure: Error {
        /// The reader has closed the pipe, as after `| head -1`. This is not an error for the user.
        case closed
        /// The system's message for anything else, such as a full disk.
        case system(String)
    }

    /// Writes all the bytes.
    static func write(_ bytes: [UInt8]) throws(Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                systemWrite(STDOUT_FILENO, buffer.baseAddress.map { $0 + written }, buffer.count - written)
            }
            if count >= 0 {
                written += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN: StandardStreams.wait(STDOUT_FILENO, for: POLLOUT)
            case EPIPE: throw .closed
            case let code: throw .system(String(cString: strerror(code)))
            }
        }
    }

    /// Writes a line of text.
    static func write(line: String) throws(Failure) {
        try write(Array(line.utf8) + [UInt8(ascii: "\n")])
    }
}

/// Standard error, for people.
enum StandardError {
    /// Writes the tool's name and a message as one line. What may come from a server is escaped, so that it can neither
    /// forge a second line nor send commands to the terminal.
    static func report(_ message: String) { write("resilient-redis: " + message.escapedForTerminal) }

    /// Writes a message as it is and ends the line. A failure to write is ignored: no place is left to report it.
    static func write(_ message: String) {
        let line = Array((message + "\n").utf8)
        _ = line.withUnsafeBytes { systemWrite(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
        Darwin.write(descriptor, bytes, count)
    #elseif canImport(Musl)
        Musl.write(descriptor, bytes, count)
    #else
        Glibc.write(descriptor, bytes, count)
    #endif
}

import RedisDrill

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What standard input, output and error have in common.
enum StandardStreams {
    /// Makes them safe to use; to be called before anything opens a descriptor.
    static func prepare() {
        // A reader that went away is noticed by the write that fails, and ends the tool without a message.
        _ = signal(SIGPIPE, SIG_IGN)
        // Where one is closed, the next descriptor to be opened would take its place: replies would go to Redis.
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// Waits for a stream that another process made non-blocking.
    static func wait(_ descriptor: Int32, for events: Int32) {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        _ = poll(&entry, 1, -1)
    }

    /// Whether standard output goes to a terminal that can move its cursor.
    static var outputIsTerminal: Bool {
        guard isatty(STDOUT_FILENO) == 1 else { return false }
        return getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
    }

    /// How many characters fit into a line of the terminal; 80 when it is not known.
    static var outputWidth: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

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

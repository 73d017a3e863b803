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

import CFaultInjection

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Asks a server on a loopback port for a PONG, and leaves no trace of having asked.
enum ReadinessProbe {
    enum Answer: Sendable {
        /// It serves commands, or would with the right password.
        case ready
        /// It said something else, such as `-LOADING`.
        case other(String)
        /// Nothing listens, or no reply came within `patience`.
        case silence
    }

    static func ask(port: Int, patience: Duration = .milliseconds(250)) -> Answer {
        let text = exchange(Array("PING\r\n".utf8), port: port, patience: patience)
        if text.hasPrefix("+PONG") || text.hasPrefix("-NOAUTH") { return .ready }
        return text.isEmpty ? .silence : .other(text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
    }

    /// Sends commands on a new connection and returns all that comes back; empty when nothing answers.
    static func exchange(_ commands: [UInt8], port: Int, patience: Duration = .milliseconds(250)) -> String {
        guard let socket = try? LoopbackSocket.connecting(to: port) else { return "" }
        let deadline = ContinuousClock.now + patience

        guard waitFor(socket, POLLOUT, until: deadline) else { return "" }
        // QUIT makes the server close the connection itself: at the end of input it has freed the slot, which a
        // server with a small maxclients needs before the first real client comes.
        let request = commands + Array("QUIT\r\n".utf8)
        guard faultSend(socket.raw, request, request.count) == request.count else { return "" }

        var reply: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while waitFor(socket, POLLIN, until: deadline) {
            let count = recv(socket.raw, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            reply += chunk.prefix(count)
        }
        return String(decoding: reply, as: UTF8.self)
    }

    private static func waitFor(
        _ socket: FileDescriptor,
        _ events: Int32,
        until deadline: ContinuousClock.Instant
    ) -> Bool {
        let left = deadline - .now
        guard left > .zero else { return false }
        let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
        return LoopbackSocket.wait(socket, for: events, milliseconds: Int32(clamping: milliseconds + 1))
    }
}

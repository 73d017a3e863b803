import CFaultInjection

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Synchronization

/// A child process in a process group of its own, and its state.
///
/// Every signal is sent under the lock that also guards the reaping, so that a signal never reaches another
/// process that was given the same number.
final class ChildProcess: Sendable {
    private enum State {
        /// May become `frozen` or `gone`.
        case running
        /// Stopped by ``freeze()``; may become `running` or `gone`.
        case frozen
        /// Reaped. Final.
        case gone
    }

    let pid: pid_t
    private let state = Mutex(State.running)

    /// Starts `executable`.
    ///
    /// - Parameters:
    ///   - standardInput: What the child reads from; `/dev/null` by default.
    ///   - output: The file that the child's standard output and error are appended to; `/dev/null` by default.
    init(
        executable: String,
        arguments: [String],
        standardInput: FileDescriptor? = nil,
        output: String = "/dev/null"
    ) throws(FaultInjectionError) {
        var pid: pid_t = 0
        let status = Self.withStrings([executable] + arguments) { argv in
            faultSpawn(executable, argv, standardInput?.raw ?? -1, output, &pid)
        }
        guard status == 0 else { throw .system("start \(executable)", number: status) }
        self.pid = pid
    }

    /// Whether the process has ended, by itself or through ``kill()``.
    var hasExited: Bool {
        state.withLock { state in
            if state != .gone, reap(WNOHANG) { state = .gone }
            return state == .gone
        }
    }

    /// Whether it is stopped.
    var isFrozen: Bool { state.withLock { $0 == .frozen } }

    /// Kills the process, frozen or not, and waits until it is gone.
    func kill() {
        state.withLock { state in
            guard state != .gone else { return }
            send(SIGKILL)
            _ = reap(0)
            state = .gone
        }
    }

    /// Waits until the process ends by itself.
    func waitUntilExit() {
        state.withLock { state in
            guard state != .gone else { return }
            _ = reap(0)
            state = .gone
        }
    }

    /// Stops the process without ending it, and returns once it has stopped.
    func freeze() {
        state.withLock { state in
            guard state == .running else { return }
            send(SIGSTOP)
            // WUNTRACED: also returns for a child that was stopped.
            state = reap(WUNTRACED) ? .gone : .frozen
        }
    }

    /// Lets a frozen process go on.
    func thaw() {
        state.withLock { state in
            guard state == .frozen else { return }
            send(SIGCONT)
            state = .running
        }
    }

    private func send(_ signal: Int32) {
        #if canImport(Darwin)
            _ = Darwin.kill(pid, signal)
        #elseif canImport(Glibc)
            _ = Glibc.kill(pid, signal)
        #elseif canImport(Musl)
            _ = Musl.kill(pid, signal)
        #endif
    }

    /// Waits for a change of state as `options` say, and returns whether the process is gone.
    private func reap(_ options: Int32) -> Bool {
        var status: Int32 = 0
        while true {
            let changed = waitpid(pid, &status, options)
            if changed == pid { return status & 0xff != 0x7f }
            if changed == 0 { return false }
            // ECHILD: other code in this process waits for all children, and has reaped this one.
            if errno != EINTR { return true }
        }
    }

    /// Hands `body` a NULL-terminated array of C strings.
    private static func withStrings(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return EINVAL }
            return body(base)
        }
    }
}

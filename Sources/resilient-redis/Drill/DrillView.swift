import RedisDrill
import RedisFaultInjection
import Synchronization

/// Shows the progress of a drill: three lines that change in a terminal, a line for each event elsewhere.
final class DrillView: Sendable {
    private struct State {
        var drawnLines = 0
        var run = ""
        var fault: String?
        var isAvailable = true
    }

    private let isTerminal = StandardStreams.outputIsTerminal
    private let state = Mutex(State())

    /// Prints what is going to be run.
    func begin(_ scenarios: [Scenario], place: String) {
        write("Drill of \(scenarios.count) scenarios on \(place).")
    }

    /// Erases the changing lines.
    func end() {
        state.withLock { state in
            if state.drawnLines > 0 { write(bytes: Self.erasure(state.drawnLines)) }
            state.drawnLines = 0
        }
    }

    /// Shows the state of the drill.
    func show(_ progress: DrillProgress) {
        state.withLock { state in
            if isTerminal { draw(progress, &state) } else { tell(progress, &state) }
        }
    }

    private func draw(_ progress: DrillProgress, _ state: inout State) {
        let width = max(20, StandardStreams.outputWidth - 1)
        let lines = DrillLines(progress, width: width).all
        write(bytes: Self.erasure(state.drawnLines) + lines.joined(separator: "\n") + "\n")
        state.drawnLines = lines.count
    }

    /// Prints a plain line for everything that has changed since the last call.
    private func tell(_ progress: DrillProgress, _ state: inout State) {
        let run = "\(progress.number + 1)/\(progress.total) \(progress.scenario), \(progress.policy.rawValue)"
        if run != state.run {
            state = State(run: run)
            write(run)
        }
        let stamp = "  at \(progress.elapsed.brief): "
        if progress.fault != state.fault {
            write(stamp + (progress.fault.map { "fault begins: \($0)" } ?? "fault is over: \(state.fault ?? "")"))
            state.fault = progress.fault
        }
        if progress.isAvailable != state.isAvailable {
            write(stamp + (progress.isAvailable ? "Redis is used again" : "Redis is not used"))
            state.isAvailable = progress.isAvailable
        }
    }

    /// Moves up over the lines and erases them.
    private static func erasure(_ lines: Int) -> String {
        lines > 0 ? "\u{1b}[\(lines)A\u{1b}[J" : ""
    }

    private func write(_ line: String) { write(bytes: line + "\n") }

    /// Errors are ignored here: writing the result at the end reports them.
    private func write(bytes text: String) { try? StandardOutput.write(Array(text.utf8)) }
}

import RedisDrill
import RedisFaultInjection
import Synchronization

/// Shows how a drill goes: three lines that change in a terminal, a line for each event elsewhere.
final class DrillView: Sendable {
    private struct State {
        var drawnLines = 0
        var run = ""
        var fault: String?
        var isAvailable = true
    }

    private let isTerminal = StandardStreams.outputIsTerminal
    private let state = Mutex(State())

    /// Says what is going to happen.
    func begin(_ scenarios: [Scenario], place: String) {
        write("Drill of \(scenarios.count) scenarios on \(place).")
    }

    /// Takes the changing lines away.
    func end() {
        state.withLock { state in
            if state.drawnLines > 0 { write(bytes: Self.erasure(state.drawnLines)) }
            state.drawnLines = 0
        }
    }

    /// Shows how it stands.
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

    /// A plain line for everything that has changed since the last time.
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

    /// Whether anybody still reads is found out at the end.
    private func write(bytes text: String) { try? StandardOutput.write(Array(text.utf8)) }
}

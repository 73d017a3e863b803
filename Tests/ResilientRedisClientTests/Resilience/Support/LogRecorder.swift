import Logging
import Synchronization

extension Resilience {
    /// Keeps what is logged, at every level.
    final class LogRecorder: Sendable {
        struct Line: Sendable {
            var level: Logger.Level
            var message: String
            var metadata: [String: String]
        }

        private let recorded = Mutex<[Line]>([])
        private let onLine: @Sendable (Line) -> Void

        init(onLine: @escaping @Sendable (Line) -> Void = { _ in }) {
            self.onLine = onLine
        }

        var logger: Logger { Logger(label: "resilience tests") { _ in Handler(recorder: self) } }

        /// The lines that an operator sees.
        var lines: [Line] { recorded.withLock { $0 }.filter { $0.level >= .info } }

        /// Everything, as text.
        var texts: [String] { recorded.withLock { $0 }.map { "\($0.message) \($0.metadata)" } }

        private func record(_ line: Line) {
            recorded.withLock { $0.append(line) }
            onLine(line)
        }

        private struct Handler: LogHandler {
            let recorder: LogRecorder
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.trace

            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }

            func log(event: LogEvent) {
                let metadata = (event.metadata ?? [:]).mapValues { "\($0)" }
                recorder.record(Line(level: event.level, message: "\(event.message)", metadata: metadata))
            }
        }
    }
}

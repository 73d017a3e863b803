import Synchronization

/// What is worth telling about a run beside its figures, such as messages that people would have read.
package final class StageNotes: Sendable {
    private let notes = Mutex<[String]>([])
    private let held = Mutex<[any Sendable]>([])

    package init() {}

    package func add(_ note: String) { notes.withLock { $0.append(note) } }

    package var all: [String] { notes.withLock { $0 } }

    /// Keeps something for as long as the run lasts.
    package func hold(_ something: any Sendable) { held.withLock { $0.append(something) } }
}

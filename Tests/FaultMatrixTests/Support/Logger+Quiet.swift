import Logging

extension Logger {
    /// Says nothing: a thousand outages would be a long story.
    static var quiet: Logger { Logger(label: "fault matrix") { _ in SwiftLogNoOpLogHandler() } }
}

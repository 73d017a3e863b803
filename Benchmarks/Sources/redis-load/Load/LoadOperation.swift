/// What each task of a load does again and again.
protocol LoadOperation: Sendable {
    /// How many operations one call counts as: the commands that it sends.
    var operationsPerCall: Int { get }
    /// Every how manieth call is timed. Calls that take less than a microsecond are timed rarely, because reading the
    /// clock would be a good part of what is measured.
    var sampling: Int { get }

    /// One call; throws when the answer is not the expected one.
    func perform() async throws
}

extension LoadOperation {
    var operationsPerCall: Int { 1 }
    var sampling: Int { 1 }
}

/// An answer that cannot be right.
struct UnexpectedAnswer: Error, CustomStringConvertible {
    var description: String
}

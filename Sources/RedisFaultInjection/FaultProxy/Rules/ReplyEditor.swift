/// Changes replies as faults say: told where a reply begins, what it consists of and where it ends, it answers with
/// what to send instead.
package struct ReplyEditor: Sendable {
    /// What one reply is turned into.
    package struct Edit: Sendable, Equatable {
        /// Sent before the reply.
        package var prefix: [UInt8] = []
        /// How long the reply and everything behind it wait.
        package var delay = Duration.zero
        package var body = Body.unchanged

        package enum Body: Sendable, Equatable {
            case unchanged
            case replaced([UInt8])
            case twice
            case truncated(Int)
            case afterTheNext
        }

        package init(prefix: [UInt8] = [], delay: Duration = .zero, body: Body = .unchanged) {
            self.prefix = prefix
            self.delay = delay
            self.body = body
        }

        /// Adds a fault. Only the first fault that changes the reply's own bytes does; returns whether this one acts.
        package mutating func add(_ kind: FaultKind, seed: UInt64) -> Bool {
            switch kind {
            case .prependReply(let bytes):
                prefix += bytes
                return true
            case .delayReply(let time):
                delay += time
                return true
            default:
                guard body == .unchanged, let new = Self.body(of: kind, seed: seed) else { return false }
                body = new
                return true
            }
        }

        private static func body(of kind: FaultKind, seed: UInt64) -> Body? {
            switch kind {
            case .replaceReply(let bytes): .replaced(bytes)
            case .swallowReply: .replaced([])
            case .duplicateReply: .twice
            case .truncateReply(let bytes): .truncated(bytes)
            case .reorderReply: .afterTheNext
            case .errorReply(let reply): .replaced(Array(reply.line.utf8))
            case .garbage(let count): .replaced(garbage(count, seed: seed))
            case .giantHeader: .replaced(Array("$9223372036854775807\r\n".utf8))
            case .deepNesting(let levels):
                .replaced(Array((String(repeating: "*1\r\n", count: levels) + ":1\r\n").utf8))
            default: nil
            }
        }

        /// Random bytes that no parser takes for RESP: the first is not a type that any version knows.
        private static func garbage(_ count: Int, seed: UInt64) -> [UInt8] {
            var random = SeededRandom(seed: seed)
            return [0xff] + (1..<max(1, count)).map { _ in UInt8.random(in: 0x80...0xff, using: &random) }
        }
    }

    private var edit = Edit()
    private var bytesSeen = 0
    private var copy: [UInt8] = []
    /// A reply that waits until the one after it has passed.
    private var postponed: [UInt8]?

    package init() {}

    /// Whether what comes next is passed on as it is.
    package var isTransparent: Bool { edit.body == .unchanged && postponed == nil }

    /// A reply begins; returns what to send before it. Its delay is the caller's business.
    package mutating func begin(_ edit: Edit) -> [UInt8] {
        self.edit = edit
        bytesSeen = 0
        copy = []
        guard case .replaced(let bytes) = edit.body else { return edit.prefix }
        return edit.prefix + bytes
    }

    /// Some of the reply's bytes; returns what to send.
    package mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
        defer { bytesSeen += bytes.count }
        switch edit.body {
        case .unchanged: return bytes
        case .replaced: return []
        case .truncated(let count): return Array(bytes.prefix(max(0, count - bytesSeen)))
        case .twice:
            copy += bytes
            return bytes
        case .afterTheNext:
            copy += bytes
            return []
        }
    }

    /// The reply ends; returns what to send behind it.
    package mutating func end() -> [UInt8] {
        defer { edit = Edit() }
        switch edit.body {
        case .twice:
            return copy + (postponed.take() ?? [])
        case .afterTheNext:
            // Two in a row to be postponed: the earlier one goes first all the same.
            defer { postponed = copy }
            return postponed ?? []
        case .unchanged, .replaced, .truncated:
            return postponed.take() ?? []
        }
    }
}

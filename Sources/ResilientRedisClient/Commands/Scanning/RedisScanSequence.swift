/// All elements of an iteration (`SCAN`, `HSCAN`, `SSCAN`, `ZSCAN`), fetched page by page as they are asked for.
///
/// ```swift
/// for try await key in redis.scanAll(matching: "session:*", as: String.self) { … }
/// ```
///
/// What exists during the whole iteration comes at least once; the server may repeat an element, and what is added or
/// removed meanwhile may come or not. When a page cannot be fetched, the error is thrown; a further call of `next()`
/// asks for the same page again.
public struct RedisScanSequence<Commands: RedisCommands, Element>: AsyncSequence {
    @usableFromInline let commands: Commands
    @usableFromInline let page: @Sendable (RedisScanCursor) -> RedisCommand<RedisScanPage<Element>>

    @usableFromInline
    init(
        _ commands: Commands, page: @escaping @Sendable (RedisScanCursor) -> RedisCommand<RedisScanPage<Element>>
    ) {
        self.commands = commands
        self.page = page
    }

    /// Starts an iteration of its own.
    public func makeAsyncIterator() -> Iterator { Iterator(sequence: self) }

    /// One iteration.
    public struct Iterator: AsyncIteratorProtocol {
        private let sequence: RedisScanSequence
        private var elements: ArraySlice<Element> = []
        private var cursor: RedisScanCursor? = .start

        init(sequence: RedisScanSequence) { self.sequence = sequence }

        /// Returns the next element, or `nil` after the last one.
        ///
        /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
        public mutating func next() async throws -> Element? {
            try await next(isolation: #isolation)
        }

        /// Returns the next element, or `nil` after the last one.
        ///
        /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
            while elements.isEmpty, let cursor {
                let page = try await sequence.commands.send(sequence.page(cursor))
                elements = page.elements[...]
                self.cursor = page.next
            }
            return elements.popFirst()
        }
    }
}

extension RedisScanSequence: Sendable where Commands: Sendable {}

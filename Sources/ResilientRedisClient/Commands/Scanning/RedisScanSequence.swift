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

/// One step of an iteration: some elements, maybe none, and where to go on.
public struct RedisScanPage<Element> {
    /// The elements of this step. There may be none, though the iteration has not ended.
    public let elements: [Element]
    /// Where to go on, or `nil` when the iteration has ended.
    public let next: RedisScanCursor?

    /// Makes a page.
    public init(elements: [Element], next: RedisScanCursor?) {
        self.elements = elements
        self.next = next
    }

    /// Reads a reply of two elements, the cursor and what it is the cursor of.
    @inlinable
    init(
        _ value: RESPValue, elements: (RESPValue) throws(RESPDecodingError) -> [Element]
    ) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        let cursor = try RedisScanCursor(resp: parts[0])
        self.init(elements: try elements(parts[1]), next: cursor == .start ? nil : cursor)
    }
}

extension RedisScanPage: Sendable where Element: Sendable {}
extension RedisScanPage: Equatable where Element: Equatable {}

/// Where an iteration over keys, fields or members goes on.
///
/// A cursor means something only to the command, the key and the server that it came from.
public struct RedisScanCursor: RawRepresentable, Sendable, Hashable, RESPArgument, RESPDecodable {
    /// The server's number for the place.
    public let rawValue: UInt64

    /// Makes a cursor from the server's number, for example one that was kept elsewhere.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The beginning.
    public static let start = RedisScanCursor(rawValue: 0)
}

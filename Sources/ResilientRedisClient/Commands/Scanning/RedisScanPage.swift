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

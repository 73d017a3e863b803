#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Finds where messages of the Redis protocol begin and end in a stream of bytes, without keeping any of them.
///
/// Bytes that are no such messages (TLS, for instance) make it give up for good: from then on it finds nothing.
package struct MessageFramer: Sendable {
    package enum Stream: Sendable {
        case requests
        case replies
    }

    package enum Event: Sendable, Equatable {
        /// All bytes are taken, within a message or between two.
        case needsMore
        /// A request's name is known (see ``MessageFramer/name``); the request may go on.
        case named
        /// A message ends here; a push is one that answers no request.
        case messageEnd(isPush: Bool)
    }

    private enum Phase: Sendable, Equatable {
        /// At the first byte of an element.
        case type
        /// In a line whose content does not matter.
        case text
        /// In a request that is a plain line.
        case inline
        case header(Header)
        /// In the content of a bulk string, its line end included.
        case body(left: Int)
        /// What comes is no RESP.
        case opaque
    }

    private enum Header: Sendable { case bulk, aggregate, map, attribute }

    private static let longestName = 32

    private let stream: Stream
    private var phase = Phase.type
    /// How many elements of the message under way are still to come.
    private var pending = 0
    private var value = 0
    private var isNegative = false
    private var isPush = false
    private var isNaming = false
    /// Whether the space behind the name of a plain line has come.
    private var isNameWhole = false
    private var nameBytes: [UInt8] = []

    /// Whether a message that begins with this byte answers a request.
    package static func beginsReply(_ byte: UInt8) -> Bool { "+-:_#,($=!*~%|".utf8.contains(byte) }

    package init(_ stream: Stream) { self.stream = stream }

    /// Whether the next byte begins a message.
    package var isBetweenMessages: Bool { pending == 0 && phase == .type }

    /// Whether the stream turned out to be no RESP.
    package var isOpaque: Bool { phase == .opaque }

    /// The name of the request under way, in capitals; cut off after 32 bytes.
    package var name: String { String(decoding: nameBytes, as: UTF8.self).uppercased() }

    /// Whether the name of a request under way is known.
    package var knowsName: Bool { pending > 0 && !isNaming }

    /// Whether a call of `advance` returns an event without further bytes.
    package private(set) var hasPendingEnd = false

    /// Goes on from `offset` to the next event, but not beyond `limit`.
    package mutating func advance(
        _ bytes: UnsafeRawBufferPointer,
        from offset: inout Int,
        to limit: Int
    ) -> Event {
        if hasPendingEnd {
            hasPendingEnd = false
            return .messageEnd(isPush: false)
        }
        while offset < limit {
            switch phase {
            case .opaque:
                offset = limit
            case .type:
                begin(bytes[offset])
                if phase != .inline { offset += 1 }
            case .text:
                if skipLine(bytes, &offset, limit), let event = endElement() { return event }
            case .inline:
                let start = offset
                let isWhole = skipLine(bytes, &offset, limit)
                if isNaming { takeInlineName(bytes[start..<offset]) }
                if isWhole, let event = endElement() { return event }
            case .header(let header):
                let byte = bytes[offset]
                offset += 1
                if let event = take(byte, of: header) { return event }
            case .body(let left):
                let count = min(left, limit - offset)
                if isNaming { takeName(bytes[offset..<offset + count], contentLeft: left - 2) }
                offset += count
                phase = .body(left: left - count)
                if left == count, let event = endElement() { return event }
            }
        }
        return .needsMore
    }

    private mutating func begin(_ byte: UInt8) {
        if pending == 0 {
            isPush = byte == UInt8(ascii: ">")
            if stream == .requests {
                nameBytes.removeAll(keepingCapacity: true)
                isNaming = true
                isNameWhole = false
                guard byte == UInt8(ascii: "*") else {
                    // Between requests a server skips empty lines.
                    if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") { return }
                    phase = (0x21...0x7e).contains(byte) ? .inline : .opaque
                    pending = 1
                    return
                }
            }
            pending = 1
        }
        value = 0
        isNegative = false
        switch byte {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "#"),
            UInt8(ascii: ","), UInt8(ascii: "("):
            phase = .text
        case UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: "!"): phase = .header(.bulk)
        case UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"): phase = .header(.aggregate)
        case UInt8(ascii: "%"): phase = .header(.map)
        case UInt8(ascii: "|"): phase = .header(.attribute)
        default: phase = .opaque
        }
    }

    private mutating func take(_ byte: UInt8, of header: Header) -> Event? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            if value > 1 << 40 { phase = .opaque }
        case UInt8(ascii: "-"): isNegative = true
        case UInt8(ascii: "\r"): break
        case UInt8(ascii: "\n"): return endHeader(header)
        default: phase = .opaque
        }
        return nil
    }

    private mutating func endHeader(_ header: Header) -> Event? {
        let count = isNegative ? 0 : value
        switch header {
        case .bulk:
            if isNegative { return endElement() }
            phase = .body(left: count + 2)
        case .aggregate, .map:
            // A request without words gets no answer.
            if stream == .requests, pending == 1, count == 0 {
                pending = 0
                phase = .type
                return nil
            }
            if count == 0 { return endElement() }
            pending += (header == .map ? 2 * count : count) - 1
            phase = .type
        case .attribute:
            // What it is an attribute of follows.
            pending += 2 * count
            phase = .type
        }
        return nil
    }

    private mutating func endElement() -> Event? {
        pending -= 1
        phase = .type
        if isNaming {
            isNaming = false
            hasPendingEnd = pending == 0
            return .named
        }
        return pending == 0 ? .messageEnd(isPush: isPush) : nil
    }

    /// Returns whether the line ends before `limit`.
    private func skipLine(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int, _ limit: Int) -> Bool {
        guard let base = bytes.baseAddress, let end = memchr(base + offset, 10, limit - offset) else {
            offset = limit
            return false
        }
        offset = UnsafeRawPointer(end) - base + 1
        return true
    }

    private mutating func takeName(_ bytes: Slice<UnsafeRawBufferPointer>, contentLeft: Int) {
        nameBytes += bytes.prefix(max(0, min(contentLeft, Self.longestName - nameBytes.count)))
    }

    private mutating func takeInlineName(_ bytes: Slice<UnsafeRawBufferPointer>) {
        for byte in bytes where !isNameWhole && nameBytes.count < Self.longestName {
            isNameWhole = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
            if !isNameWhole { nameBytes.append(byte) }
        }
    }
}

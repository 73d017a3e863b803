import CRedisIO

/// Builds a reply from the parser's events: an aggregate waits for its elements, inside those around it.
final class ReplyBuilder {
    private struct Frame {
        var kind: rio_kind
        var missing: Int
        var elements: [RESPValue]

        /// The finished aggregate; `nil` for an attribute, which is no reply.
        var value: RESPValue? {
            switch kind {
            case RIO_MAP:
                .map(
                    stride(from: 0, to: elements.count - 1, by: 2).map {
                        RESPMapEntry(key: elements[$0], value: elements[$0 + 1])
                    })
            case RIO_SET: .set(elements)
            case RIO_PUSH: .push(elements)
            case RIO_ATTRIBUTE: nil
            default: .array(elements)
            }
        }
    }

    private let limits: RedisConfiguration.ReplyLimits
    /// The aggregate that takes the next value, and those around it. There is none when `depth` is zero.
    @exclusivity(unchecked) private var inner = Frame(kind: RIO_ARRAY, missing: 0, elements: [])
    private var outer: [Frame] = []
    @exclusivity(unchecked) private var depth = 0
    @exclusivity(unchecked) private var reply: RESPValue?
    /// How many elements the aggregates of the reply being built announced, all together.
    @exclusivity(unchecked) private var announced = 0
    /// How many bytes its strings have so far, all together.
    @exclusivity(unchecked) private var length = 0
    /// Which bound the reply broke, once it did.
    private(set) var refusal: String?

    init(limits: RedisConfiguration.ReplyLimits) {
        self.limits = limits
    }

    func takeReply() -> RESPValue? {
        let taken = reply
        reply = nil
        announced = 0
        length = 0
        return taken
    }

    /// Takes a finished value: into the innermost open aggregate, which may finish that one in turn.
    private func finish(_ value: consuming RESPValue) {
        guard depth > 0 else {
            reply = value
            return
        }
        inner.elements.append(value)
        inner.missing -= 1
        if inner.missing == 0 { closeInner() }
    }

    private func closeInner() {
        let closed = inner.value
        depth -= 1
        inner = outer.popLast() ?? Frame(kind: RIO_ARRAY, missing: 0, elements: [])
        if let closed { finish(closed) }
    }

    private func refuse(_ reason: String) -> Bool {
        refusal = reason
        return false
    }

    func string(_ kind: rio_kind, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count <= limits.maximumBulkLength else {
            return refuse("a string is longer than replyLimits.maximumBulkLength (\(limits.maximumBulkLength) bytes)")
        }
        // A reply of one string has the bound of strings alone.
        guard length == 0 || bytes.count <= limits.maximumReplyLength - length else {
            return refuse("longer than replyLimits.maximumReplyLength (\(limits.maximumReplyLength) bytes)")
        }
        length += bytes.count
        switch kind {
        case RIO_STATUS: finish(.simpleString(Array(bytes)))
        case RIO_ERROR: finish(.error(RESPErrorReply(bytes: Array(bytes))))
        case RIO_BIGNUM:
            guard bytes.last.map({ $0 != UInt8(ascii: "-") }) == true else { return refuse("a number without digits") }
            finish(.bigNumber(String(decoding: bytes, as: UTF8.self)))
        case RIO_VERBATIM:
            guard bytes.count >= 4 else { return refuse("a verbatim string without a format") }
            let format = String(decoding: bytes.prefix(3), as: UTF8.self)
            finish(.verbatimString(format: format, bytes: Array(bytes.dropFirst(4))))
        default: finish(.bulkString(Array(bytes)))
        }
        return true
    }

    func integer(_ kind: rio_kind, _ value: Int64) -> Bool {
        switch kind {
        case RIO_NIL: finish(.null)
        case RIO_BOOL: finish(.boolean(value != 0))
        default: finish(.integer(Int(value)))
        }
        return true
    }

    func floating(_ value: Double) -> Bool {
        finish(.double(value))
        return true
    }

    func aggregate(_ kind: rio_kind, _ count: Int) -> Bool {
        guard count <= limits.maximumElements - announced else {
            return refuse(
                "more elements, those of nested aggregates included, than replyLimits.maximumElements "
                    + "(\(limits.maximumElements))")
        }
        announced += count
        guard depth < limits.maximumDepth else {
            return refuse("nested deeper than replyLimits.maximumDepth (\(limits.maximumDepth))")
        }
        var elements: [RESPValue] = []
        // An announced size is only a promise: reserve no more than a modest amount for it.
        elements.reserveCapacity(min(count, 1024))
        let frame = Frame(kind: kind, missing: count, elements: elements)
        if count > 0 {
            if depth > 0 { outer.append(inner) }
            inner = frame
            depth += 1
        } else if let empty = frame.value {
            finish(empty)
        }
        return true
    }

    /// The C callbacks; `sink` is a builder that its reader keeps alive.
    static var functions: rio_sink {
        rio_sink(
            string: { sink, kind, bytes, length in
                let bytes = UnsafeRawBufferPointer(start: bytes, count: length)
                return withBuilder(sink) { $0.string(kind, bytes.assumingMemoryBound(to: UInt8.self)) }
            },
            integer: { sink, kind, value in withBuilder(sink) { $0.integer(kind, value) } },
            floating: { sink, value in withBuilder(sink) { $0.floating(value) } },
            aggregate: { sink, kind, count in withBuilder(sink) { $0.aggregate(kind, Int(clamping: count)) } }
        )
    }
}

/// Its reader keeps the builder alive, so that no reference to it is counted for each element.
@inline(__always)
private func withBuilder(_ sink: UnsafeMutableRawPointer?, _ body: (ReplyBuilder) -> Bool) -> Bool {
    Unmanaged<ReplyBuilder>.fromOpaque(sink!)._withUnsafeGuaranteedRef(body)
}

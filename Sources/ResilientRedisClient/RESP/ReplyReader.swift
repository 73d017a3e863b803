import CRedisIO

/// Why bytes from the server are not a usable reply. The text never holds what the server sent.
package struct ReplyReaderError: Error, CustomStringConvertible {
    package let description: String
}

/// Turns bytes from the wire into replies, incrementally, with libhiredis' parser.
///
/// Elements are built once, while they are parsed: feeding a large aggregate in many small pieces costs no more than
/// feeding it whole. A reader that threw is finished; the connection it belongs to must be closed.
package final class ReplyReader {
    private let reader: OpaquePointer
    private let builder: ReplyBuilder
    /// A large reply that is being received.
    @exclusivity(unchecked) private var large: LargeString?

    /// The bytes given to the parser in one go. It moves what it has not parsed yet after each KiB it has, so
    /// large pieces would be moved many times.
    package static let feedSize = 4 * 1024

    package init(limits: RedisConfiguration.ReplyLimits) {
        builder = ReplyBuilder(limits: limits)
        let sink = Unmanaged.passUnretained(builder).toOpaque()
        guard
            let reader = rio_reader_new(
                ReplyBuilder.functions, sink, limits.maximumBulkLength, limits.maximumLineLength)
        else { fatalError("out of memory") }
        self.reader = reader
    }

    deinit { rio_reader_free(reader) }

    /// The version of hiredis in use.
    package static var hiredisVersion: String { String(cString: rio_hiredis_version()) }

    /// Whether hiredis can parse RESP3.
    package static var supportsRESP3: Bool { rio_supports_resp3() }

    /// True between replies.
    package var isEmpty: Bool { large == nil && rio_reader_is_empty(reader) }

    /// Parses the bytes and hands each finished reply to `deliver`, in order.
    package func read(
        _ bytes: UnsafeRawBufferPointer, deliver: (consuming RESPValue) throws(ReplyReaderError) -> Void
    ) throws(ReplyReaderError) {
        var rest = bytes
        while !rest.isEmpty {
            if large != nil {
                rest = try readLargeString(rest, deliver: deliver)
                continue
            }
            let count = min(Self.feedSize, rest.count)
            guard rio_reader_feed(reader, rest.baseAddress, count) else {
                throw ReplyReaderError(description: "out of memory")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            try readFed(deliver: deliver)
        }
    }

    /// Hands on what hiredis makes of the bytes it has.
    private func readFed(
        deliver: (consuming RESPValue) throws(ReplyReaderError) -> Void
    ) throws(ReplyReaderError) {
        while true {
            switch rio_reader_next(reader) {
            case 0: return
            case 1:
                // An attribute describes the reply that follows it and is not one itself.
                if let reply = builder.takeReply() { try deliver(reply) }
            case 2:
                var start: UnsafeRawPointer?
                var count = 0
                large = LargeString(length: rio_reader_take_large_string(reader, &start, &count))
                // Shorter than the string: it is not fed in pieces as large as that.
                _ = try readLargeString(UnsafeRawBufferPointer(start: start, count: count), deliver: deliver)
                return
            default:
                let reason = builder.refusal ?? String(cString: rio_reader_error(reader))
                throw ReplyReaderError(description: Self.withoutContent(reason))
            }
        }
    }

    /// Adds to the large string, delivers it when it is whole, and returns the bytes that come after it.
    private func readLargeString(
        _ bytes: UnsafeRawBufferPointer, deliver: (consuming RESPValue) throws(ReplyReaderError) -> Void
    ) throws(ReplyReaderError) -> UnsafeRawBufferPointer {
        guard var string = large.take() else { return bytes }
        let count = try string.append(bytes)
        if string.isWhole {
            try deliver(.bulkString(string.bytes))
        } else {
            large = string
        }
        return UnsafeRawBufferPointer(rebasing: bytes[count...])
    }

    /// hiredis quotes the byte it could not understand; say it in our words.
    private static func withoutContent(_ reason: String) -> String {
        reason.hasPrefix("Protocol error, got") ? "unknown reply type" : reason
    }
}

/// A large bulk string on its way in. Its bytes are copied once, to where they stay.
struct LargeString {
    private let length: Int
    private(set) var bytes: [UInt8] = []
    private var missingLineEnd = 2

    /// An announced length is only a promise: reserve no more than this for it.
    private static let greatestReservation = 4 << 20

    init(length: Int) {
        self.length = length
        bytes.reserveCapacity(min(length, Self.greatestReservation))
    }

    /// Nothing is missing, the line end included.
    var isWhole: Bool { missingLineEnd == 0 }

    /// Takes what belongs to the string, and returns how many bytes that were.
    mutating func append(_ received: UnsafeRawBufferPointer) throws(ReplyReaderError) -> Int {
        let count = min(length - bytes.count, received.count)
        bytes.append(contentsOf: received.prefix(count))
        guard bytes.count == length else { return count }
        var used = count
        while missingLineEnd > 0, used < received.count {
            guard received[used] == UInt8(ascii: missingLineEnd == 2 ? "\r" : "\n") else {
                throw ReplyReaderError(description: "a string is longer than was announced")
            }
            missingLineEnd -= 1
            used += 1
        }
        return used
    }
}

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

    /// The bytes given to the parser in one go. It moves what it has not parsed yet after each KiB it has, so
    /// large pieces would be moved many times.
    package static let feedSize = 16 * 1024

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
    package var isEmpty: Bool { rio_reader_is_empty(reader) }

    /// Parses the bytes and hands each finished reply to `deliver`, in order.
    package func read(
        _ bytes: UnsafeRawBufferPointer, deliver: (consuming RESPValue) throws(ReplyReaderError) -> Void
    ) throws(ReplyReaderError) {
        var offset = 0
        while offset < bytes.count {
            let count = min(Self.feedSize, bytes.count - offset)
            guard rio_reader_feed(reader, bytes.baseAddress! + offset, count) else {
                throw ReplyReaderError(description: "out of memory")
            }
            offset += count
            while true {
                let result = rio_reader_next(reader)
                if result == 0 { break }
                guard result > 0 else {
                    let reason = builder.refusal ?? String(cString: rio_reader_error(reader))
                    throw ReplyReaderError(description: Self.withoutContent(reason))
                }
                // An attribute describes the reply that follows it and is not one itself.
                if let reply = builder.takeReply() { try deliver(reply) }
            }
        }
    }

    /// hiredis quotes the byte it could not understand; say it in our words.
    private static func withoutContent(_ reason: String) -> String {
        reason.hasPrefix("Protocol error, got") ? "unknown reply type" : reason
    }
}

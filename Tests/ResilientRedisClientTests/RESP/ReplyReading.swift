import ResilientRedisClient

/// What a fresh reader made of some bytes.
struct ReplyReading {
    var replies: [RESPValue] = []
    var error: ReplyReaderError?
    /// No byte of an unfinished reply was left.
    var isComplete = false

    /// Feeds the pieces to a fresh reader, one after the other, until it throws.
    init(_ pieces: some Sequence<some Collection<UInt8>>, limits: RedisConfiguration.ReplyLimits = .init()) {
        let reader = ReplyReader(limits: limits)
        for piece in pieces {
            do throws(ReplyReaderError) {
                try reader.feed(Array(piece)) { replies.append($0) }
            } catch {
                self.error = error
                return
            }
        }
        isComplete = reader.isEmpty
    }

    /// The replies in a form that can be compared even when there is a NaN among them.
    var description: String { "\(replies)" }
}

extension ReplyReader {
    /// Feeds an array, as the connection feeds what it received.
    func feed(_ bytes: [UInt8], deliver: (consuming RESPValue) -> Void) throws(ReplyReaderError) {
        var failure: ReplyReaderError?
        bytes.withUnsafeBytes { buffer in
            do throws(ReplyReaderError) {
                try read(buffer) { reply throws(ReplyReaderError) in deliver(reply) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}

extension [UInt8] {
    /// The bytes one by one.
    var oneByOne: [ArraySlice<UInt8>] { indices.map { self[$0...$0] } }

    /// The bytes in two pieces.
    func cut(at offset: Int) -> [ArraySlice<UInt8>] { [self[..<offset], self[offset...]] }

    /// The bytes in pieces of a size.
    func pieces(of size: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min(count, $0 + size)] }
    }
}

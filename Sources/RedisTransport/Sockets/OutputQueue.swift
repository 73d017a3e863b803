package import CRedisIO
import DequeModule
package import FoundationEssentials

/// A large value that is sent without a copy.
package enum Payload: Sendable {
    case bytes([UInt8])
    case data(Data)
    case string(String)

    package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        switch self {
        case .bytes(let bytes): return try bytes.withUnsafeBytes(body)
        case .data(let data): return try data.withUnsafeBytes(body)
        case .string(var string): return try string.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
        }
    }
}

/// A large payload and its position in other bytes.
package struct PayloadInsertion: Sendable {
    package var offset: Int
    package var payload: Payload
    package var count: Int

    package init(offset: Int, payload: Payload, count: Int) {
        self.offset = offset
        self.payload = payload
        self.count = count
    }
}

/// The bytes that wait to be sent. Small commands are gathered in one buffer; large payloads are not copied.
package struct OutputQueue {
    private struct Piece {
        var payload: Payload
        var offset: Int
        var count: Int
    }

    /// The pieces before `buffer`, when there are large payloads.
    private var pieces: Deque<Piece> = []
    private var buffer: [UInt8] = []
    private var bufferOffset = 0
    /// The most bytes that the buffer held since the last ``trim()``, and the most pieces since there were none.
    private var mostBytes = 0
    private var mostPieces = 0

    private static let piecesPerSend = 16
    /// A larger buffer, which a large pipeline may have needed, is released as soon as it is empty.
    private static let keptCapacity = 1 << 20
    /// A buffer of at most this size, and a list of at most that many pieces, is always kept.
    private static let smallCapacity = 4096
    private static let fewPieces = 32
    /// Fewer sent bytes than this are not worth moving the rest to the front.
    private static let worthMoving = 64 * 1024

    package init() {}

    package var isEmpty: Bool { pieces.isEmpty && bufferOffset == buffer.count }

    /// The number of bytes that wait to be sent.
    package private(set) var count = 0

    /// The capacity of the buffer for small commands, in bytes.
    package var bufferCapacity: Int { buffer.capacity }

    /// Adds the bytes of the range, with large payloads inserted at their offsets, in ascending order.
    package mutating func append(
        _ bytes: borrowing [UInt8], _ range: Range<Int>, _ insertions: borrowing [PayloadInsertion]
    ) {
        count += range.count
        guard !insertions.isEmpty else {
            bytes.withUnsafeBufferPointer { appendSmall($0[range]) }
            return
        }
        var position = range.lowerBound
        for index in insertions.indices {
            let insertion = insertions[index]
            count += insertion.count
            bytes.withUnsafeBufferPointer { appendSmall($0[position..<insertion.offset]) }
            sealBuffer()
            pieces.append(Piece(payload: insertion.payload, offset: 0, count: insertion.count))
            position = insertion.offset
        }
        mostPieces = max(mostPieces, pieces.count)
        bytes.withUnsafeBufferPointer { appendSmall($0[position..<range.upperBound]) }
    }

    private mutating func appendSmall(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes))
    }

    private mutating func sealBuffer() {
        guard bufferOffset < buffer.count else { return }
        mostBytes = max(mostBytes, buffer.count)
        pieces.append(Piece(payload: .bytes(buffer), offset: bufferOffset, count: buffer.count))
        buffer = []
        bufferOffset = 0
    }

    /// Calls `body` with the next bytes to send, as at most sixteen pieces, and removes as many bytes as it returns.
    package mutating func send(_ body: (UnsafeBufferPointer<iovec>) throws -> Int) rethrows -> Int {
        var vectors: [iovec] = []
        let sent = try gather(pieces.prefix(Self.piecesPerSend), into: &vectors, body)
        remove(sent)
        return sent
    }

    /// Nests one scope per piece, so that every pointer is valid while `body` runs.
    private func gather(
        _ rest: Deque<Piece>.SubSequence, into vectors: inout [iovec],
        _ body: (UnsafeBufferPointer<iovec>) throws -> Int
    ) rethrows -> Int {
        guard let piece = rest.first else {
            guard vectors.count < Self.piecesPerSend else { return try vectors.withUnsafeBufferPointer(body) }
            return try buffer.withUnsafeBytes { bytes in
                let bytes = UnsafeRawBufferPointer(rebasing: bytes[bufferOffset...])
                if vectors.isEmpty {
                    var vector = iovec(pieces: bytes)
                    return try withUnsafePointer(to: &vector) { try body(UnsafeBufferPointer(start: $0, count: 1)) }
                }
                if !bytes.isEmpty { vectors.append(iovec(pieces: bytes)) }
                return try vectors.withUnsafeBufferPointer(body)
            }
        }
        return try piece.payload.withUnsafeBytes { bytes in
            vectors.append(iovec(pieces: UnsafeRawBufferPointer(rebasing: bytes[piece.offset..<piece.count])))
            return try gather(rest.dropFirst(), into: &vectors, body)
        }
    }

    private mutating func remove(_ sent: Int) {
        count -= sent
        var sent = sent
        while sent > 0, let piece = pieces.first {
            let length = piece.count - piece.offset
            if sent < length {
                pieces[pieces.startIndex].offset += sent
                return
            }
            sent -= length
            pieces.removeFirst()
        }
        if mostPieces > Self.fewPieces, pieces.isEmpty {
            pieces = []
            mostPieces = 0
        }
        bufferOffset += sent
        releaseSentBytes()
    }

    /// Releases the sent part of the buffer: at once when nothing is left, otherwise when moving the rest to the front is
    /// cheap. Otherwise the buffer would grow without limit while the peer reads a little slower than we write.
    private mutating func releaseSentBytes() {
        if bufferOffset == buffer.count {
            mostBytes = max(mostBytes, buffer.count)
            buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
            bufferOffset = 0
        } else if bufferOffset >= Self.worthMoving, bufferOffset >= buffer.count / 2 {
            buffer.removeSubrange(..<bufferOffset)
            bufferOffset = 0
        }
    }

    /// Whether the buffer is large enough to be worth a ``trim()`` later.
    package var holdsMuchMemory: Bool { buffer.capacity > Self.smallCapacity }

    /// Shrinks an empty buffer to what was needed since the last call. To be called from time to time, not for each
    /// command: a buffer that is in use keeps its size.
    package mutating func trim() {
        let needed = mostBytes
        mostBytes = 0
        guard buffer.isEmpty, holdsMuchMemory, needed <= buffer.capacity / 2 else { return }
        buffer = []
        buffer.reserveCapacity(needed)
    }
}

extension iovec {
    fileprivate init(pieces bytes: UnsafeRawBufferPointer) {
        self.init(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }
}

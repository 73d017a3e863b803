import ResilientRedisClient

/// One record of a spool: its length, a check value, and what is to be invalidated.
///
/// | bytes | holds |
/// |---|---|
/// | 4 | the length of what follows the check value, little-endian |
/// | 4 | the check value of what follows |
/// | 1 | 1: a key, 2: a tag, 3: everything |
/// | rest | the key's name in Redis |
package enum SpoolRecord: Equatable {
    case entry(InvalidationJournal.Entry)
    case everything

    /// What a file begins with.
    package static let fileHeader = Array("ResilientRedis spool 1\n".utf8)
    private static let headSize = 8

    package var encoded: [UInt8] {
        var body: [UInt8] = []
        switch self {
        case .entry(.key(let key)): body = [1] + key.name.utf8
        case .entry(.tag(let key)): body = [2] + key.name.utf8
        case .everything: body = [3]
        }
        let check = body.withUnsafeBytes(Self.check)
        return Self.bytes(UInt32(truncatingIfNeeded: body.count)) + Self.bytes(check) + body
    }

    /// What a file holds.
    package struct Reading {
        package var records: [SpoolRecord] = []
        /// How much of the file the records take up.
        package var validBytes = 0
        /// A record that cannot be read has others behind it, which may be just as important.
        package var isDamaged = false
    }

    /// Reads records up to the first that is not whole. If it is the last, it was never finished.
    package static func readAll(_ content: [UInt8]) -> Reading {
        guard content.starts(with: fileHeader) else { return Reading() }
        var reading = Reading()
        var offset = fileHeader.count
        while content.count - offset >= headSize {
            let length = Int(number(content[offset..<offset + 4]))
            let start = offset + headSize
            guard length >= 1, length <= content.count - start else { break }
            let body = Array(content[start..<start + length])
            guard number(content[offset + 4..<offset + 8]) == body.withUnsafeBytes(check),
                let record = SpoolRecord(body: body)
            else {
                reading.isDamaged = start + length < content.count
                break
            }
            reading.records.append(record)
            offset = start + length
        }
        reading.validBytes = offset
        return reading
    }

    private init?(body: [UInt8]) {
        let name = String(decoding: body.dropFirst(), as: UTF8.self)
        switch body.first {
        case 1: self = .entry(.key(CacheKey(name)))
        case 2: self = .entry(.tag(CacheKey(name)))
        case 3: self = .everything
        default: return nil
        }
    }

    private static func check(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(truncatingIfNeeded: StableHash.of(bytes))
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}

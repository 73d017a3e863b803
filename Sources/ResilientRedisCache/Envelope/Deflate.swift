import ResilientRedisClient
import CZlib
import FoundationEssentials

/// Compressed payloads: the length of the original in four bytes, little-endian, and then zlib's format.
enum Deflate {
    private static let headSize = 4
    /// A stored value that claims to be larger is not believed: Redis' own limit.
    private static let largest = 512 << 20

    /// `nil` when it does not become smaller, or cannot be compressed.
    static func compressed(_ data: Data) -> Data? {
        guard data.count <= largest else { return nil }
        var count = compressBound(uLong(data.count))
        var result = Data(count: headSize + Int(count))
        let status = result.withUnsafeMutableBytes { room in
            room.storeBytes(of: UInt32(data.count).littleEndian, as: UInt32.self)
            return data.withUnsafeBytes { source in
                compress2(
                    room.baseAddress?.advanced(by: headSize).assumingMemoryBound(to: Bytef.self), &count,
                    source.baseAddress?.assumingMemoryBound(to: Bytef.self), uLong(source.count), 1)
            }
        }
        guard status == Z_OK else { return nil }
        return result.prefix(headSize + Int(count))
    }

    /// `nil` when it is not what ``compressed(_:)`` wrote.
    static func decompressed(_ payload: UnsafeRawBufferPointer) -> Data? {
        guard payload.count > headSize else { return nil }
        let size = Int(UInt32(littleEndian: payload.loadUnaligned(as: UInt32.self)))
        // Nothing becomes more than about a thousand times smaller: a length that says so would only take up memory.
        guard size <= largest, size <= 1100 * payload.count else { return nil }
        var result = Data(count: size)
        var count = uLong(size)
        let status = result.withUnsafeMutableBytes { room in
            uncompress(
                room.baseAddress?.assumingMemoryBound(to: Bytef.self), &count,
                payload.baseAddress?.advanced(by: headSize).assumingMemoryBound(to: Bytef.self),
                uLong(payload.count - headSize))
        }
        return status == Z_OK && Int(count) == size ? result : nil
    }
}

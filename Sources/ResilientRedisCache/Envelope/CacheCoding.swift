import CZlib
import FoundationEssentials
import ResilientRedisClient

/// Turns values into payloads and back, with the coder of the cache.
struct CacheCoding: Sendable {
    private let coder: any RedisValueCoder
    /// The coder, when it is known to keep nothing of the bytes that it reads: then they need not be copied.
    private let json: RedisJSONCoder?
    private let compression: RedisCache.Compression?

    init(_ coder: any RedisValueCoder, compression: RedisCache.Compression?) {
        self.coder = coder
        self.compression = compression
        json = (coder as? RedisJSONCoder).flatMap { $0.isStandard ? $0 : nil }
    }

    struct Unreadable: Error {}

    func decode<Value: Decodable>(_ type: Value.Type, from stored: StoredValue) throws -> Value {
        guard let json, !stored.header.isNothing, !stored.header.isCompressed else {
            return try decodeCopy(type, from: stored)
        }
        return try stored.withPayload { try json.decode(type, fromBorrowed: $0) }
    }

    /// Apart from the above, which would pay for it with every call.
    private func decodeCopy<Value: Decodable>(_ type: Value.Type, from stored: StoredValue) throws -> Value {
        if stored.header.isNothing {
            guard let nothing = (type as? any ExpressibleByNilLiteral.Type)?.init(nilLiteral: ()) as? Value else {
                throw Unreadable()
            }
            return nothing
        }
        guard stored.header.isCompressed else {
            return try coder.decode(type, from: stored.withPayload { Data($0) })
        }
        guard let payload = stored.withPayload(Deflate.decompressed) else { throw Unreadable() }
        return try coder.decode(type, from: payload)
    }

    /// Puts a value into its stored form, or throws what the coder throws.
    func encode<Value: Encodable>(_ value: Value, _ header: EnvelopeHeader) throws -> StoredValue {
        var header = header
        if header.isNothing {
            return StoredValue(header, payload: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        var payload = try coder.encode(value)
        if let compression, payload.count > compression.threshold, let smaller = Deflate.compressed(payload),
            smaller.count < payload.count
        {
            header.isCompressed = true
            payload = smaller
        }
        return payload.withUnsafeBytes { StoredValue(header, payload: $0) }
    }
}

/// Whether a value is `nil`, when its type may be an optional.
protocol OptionalProtocol {
    var isNothing: Bool { get }
    /// What it is when it is not `nil` is an object.
    static var wrapsObject: Bool { get }
}

extension Optional: OptionalProtocol {
    static var wrapsObject: Bool {
        Wrapped.self is AnyObject.Type || (Wrapped.self as? any OptionalProtocol.Type)?.wrapsObject == true
    }

    var isNothing: Bool {
        switch self {
        case nil: true
        case .some(let wrapped): (wrapped as? any OptionalProtocol)?.isNothing ?? false
        }
    }
}

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

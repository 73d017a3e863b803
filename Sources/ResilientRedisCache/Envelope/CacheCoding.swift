import CZlib
import FoundationEssentials
import ResilientRedisClient

/// Turns values into payloads and back, with the coder of the cache.
struct CacheCoding: Sendable {
    private let coder: any RedisValueCoder
    /// The coder, when it is known to keep nothing of the bytes that it reads: then they need not be copied.
    private let json: RedisJSONCoder?
    private let compression: RedisCache.Compression?
    /// The most bytes that an encoded value may have.
    let maximumSize: Int

    init(_ coder: any RedisValueCoder, compression: RedisCache.Compression?, maximumSize: Int) {
        self.coder = coder
        self.compression = compression
        self.maximumSize = maximumSize
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
            let level = stored.withPayload { Int($0.first ?? 0) }
            guard let nothing: Value = Self.nothing(of: type, level: level) else { throw Unreadable() }
            return nothing
        }
        guard stored.header.isCompressed else {
            return try coder.decode(type, from: stored.withPayload { Data($0) })
        }
        guard let payload = stored.withPayload({ Deflate.decompressed($0, maximumSize: maximumSize) }) else {
            throw Unreadable()
        }
        return try coder.decode(type, from: payload)
    }

    /// Puts a value into its stored form, or throws what the coder throws.
    ///
    /// - Returns: The stored form, and whether it is too large to be stored.
    func encode<Value: Encodable>(
        _ value: Value, _ header: EnvelopeHeader, maximumSize: Int
    ) throws -> (StoredValue, isTooLarge: Bool) {
        var header = header
        if header.isNothing {
            let level = (value as? any OptionalProtocol)?.nothingLevel ?? 0
            let payload = level == 0 ? [] : [UInt8(clamping: level)]
            return (payload.withUnsafeBytes { StoredValue(header, payload: $0) }, false)
        }
        var payload = try coder.encode(value)
        let isTooLarge = payload.count > min(maximumSize, self.maximumSize)
        if let compression, !isTooLarge, payload.count > compression.threshold,
            let smaller = Deflate.compressed(payload),
            smaller.count < payload.count
        {
            header.isCompressed = true
            payload = smaller
        }
        return (payload.withUnsafeBytes { StoredValue(header, payload: $0) }, isTooLarge)
    }
}

extension CacheCoding {
    /// The `nil` of an optional type, within as many optionals as it was wrapped in.
    fileprivate static func nothing<Value>(of type: Value.Type, level: Int) -> Value? {
        guard let optional = type as? any OptionalProtocol.Type else { return nil }
        return nothing(of: optional, as: type, level: level)
    }

    /// With the type opened, its `nil` is one of its own. A cast would wrap it once more, or unwrap it.
    private static func nothing<Itself: OptionalProtocol, Value>(
        of type: Itself.Type, as: Value.Type, level: Int
    ) -> Value? {
        guard Itself.self == Value.self, let nothing = type.nothing(level: level) else { return nil }
        // Unsafe, but it makes of a type what it is.
        return unsafeBitCast(nothing, to: Value.self)
    }
}

/// Whether a value is `nil`, when its type may be an optional.
protocol OptionalProtocol {
    /// The optionals that a `nil` is wrapped in; `nil` when there is a value.
    var nothingLevel: Int? { get }
    /// A `nil` that is wrapped in some optionals. `nil` when the type has fewer.
    static func nothing(level: Int) -> Self?
    /// What it is when it is not `nil` is an object.
    static var wrapsObject: Bool { get }
}

extension Optional: OptionalProtocol {
    static var wrapsObject: Bool {
        Wrapped.self is AnyObject.Type || (Wrapped.self as? any OptionalProtocol.Type)?.wrapsObject == true
    }

    var nothingLevel: Int? {
        switch self {
        case nil: 0
        case .some(let wrapped): (wrapped as? any OptionalProtocol)?.nothingLevel.map { $0 + 1 }
        }
    }

    static func nothing(level: Int) -> Wrapped?? {
        if level == 0 { return .some(.none) }
        let wrapped: Wrapped? = CacheCoding.nothing(of: Wrapped.self, level: level - 1)
        return wrapped.map { .some(.some($0)) } ?? .none
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
    static func decompressed(_ payload: UnsafeRawBufferPointer, maximumSize: Int) -> Data? {
        guard payload.count > headSize else { return nil }
        let size = Int(UInt32(littleEndian: payload.loadUnaligned(as: UInt32.self)))
        // Nothing becomes more than about a thousand times smaller: a length that says so would only take up memory.
        guard size <= min(largest, maximumSize), size <= 1100 * payload.count else { return nil }
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

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif
import ResilientRedisClient

/// A value in its stored form: an envelope, never copied after it was read or made.
///
/// A class, because it is handed on through suspended functions, whose frames would hold a copy of the header each.
package final class StoredValue: Sendable, Equatable {
    package let bytes: [UInt8]
    package let header: EnvelopeHeader
    /// The value itself, where it is kept so that it need not be decoded again.
    private let decoded: (any Sendable)?

    /// Opens an envelope that was read from Redis.
    package static func open(_ bytes: [UInt8]) -> Opening {
        switch bytes.withUnsafeBytes(EnvelopeHeader.read) {
        case .header(let header): .value(StoredValue(bytes: bytes, header: header))
        case .foreign: .foreign
        case .unreadable: .unreadable
        }
    }

    package enum Opening {
        case value(StoredValue)
        case foreign
        case unreadable
    }

    private init(bytes: [UInt8], header: EnvelopeHeader) {
        self.bytes = bytes
        self.header = header
        decoded = nil
    }

    /// The same, with the value that was decoded from it.
    package init(_ stored: StoredValue, decoded: any Sendable) {
        bytes = stored.bytes
        header = stored.header
        self.decoded = decoded
    }

    /// The same without the value, for a copy that is kept long: how many are kept decoded is bounded elsewhere.
    package var withoutDecoded: StoredValue { decoded == nil ? self : StoredValue(bytes: bytes, header: header) }

    /// Puts a payload into an envelope.
    package init(_ header: EnvelopeHeader, payload: UnsafeRawBufferPointer) {
        let size = header.size
        bytes = [UInt8](unsafeUninitializedCapacity: size + payload.count) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: size + payload.count)
            header.write(to: room)
            UnsafeMutableRawBufferPointer(rebasing: room[size...]).copyMemory(from: payload)
            count = size + payload.count
        }
        self.header = header
        decoded = nil
    }

    package static func == (left: StoredValue, right: StoredValue) -> Bool { left.isMade(of: right.bytes) }

    /// Whether these are its bytes.
    package func isMade(of other: [UInt8]) -> Bool {
        guard bytes.count == other.count else { return false }
        return bytes.withUnsafeBytes { bytes in
            other.withUnsafeBytes { other in
                // There are always bytes, those of the header: both have a base address.
                memcmp(bytes.baseAddress!, other.baseAddress!, bytes.count) == 0
            }
        }
    }

    /// The value, if it is here and of the type asked for, or what `other` returns.
    package func decoded<Value>(as type: Value.Type, or other: () throws -> Value) rethrows -> Value {
        guard let decoded else { return try other() }
        return try asOwnType(decoded, or: other)
    }

    /// Calls a function with the payload as it is stored.
    package func withPayload<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[header.size...])) }
    }
}

/// A value of unknown type, if it is of the very type asked for; otherwise what `other` returns.
///
/// A cast would ask the runtime, which takes many times as long. And not an optional, whose type would be looked up for each
/// call.
@inline(__always)
func asOwnType<Value>(_ value: any Sendable, or other: () throws -> Value) rethrows -> Value {
    try asItself(value, or: other)
}

/// With the value taken out of its box, its type is known.
private func asItself<Itself, Value>(_ value: Itself, or other: () throws -> Value) rethrows -> Value {
    guard Itself.self == Value.self else { return try other() }
    // Unsafe, but it makes of a type what it is.
    return unsafeBitCast(value, to: Value.self)
}

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A value in its stored form: an envelope, never copied after it was read or made.
///
/// A class, because it is handed on through suspended functions, whose frames would hold a copy of the header each.
package final class StoredValue: Sendable, Equatable {
    package let bytes: [UInt8]
    package let header: EnvelopeHeader

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
    }

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
    }

    package static func == (left: StoredValue, right: StoredValue) -> Bool {
        left.bytes.withUnsafeBytes { left in
            right.bytes.withUnsafeBytes { right in
                // There are always bytes, those of the header: both have a base address.
                left.count == right.count && memcmp(left.baseAddress!, right.baseAddress!, left.count) == 0
            }
        }
    }

    /// Calls a function with the payload as it is stored.
    package func withPayload<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[header.size...])) }
    }
}

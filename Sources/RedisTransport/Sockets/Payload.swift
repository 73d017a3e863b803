package import FoundationEssentials

/// Bytes that are sent from where they are, without a copy.
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

/// A large payload and the place in other bytes where it belongs.
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

import FoundationEssentials

extension JSONWriter {
    /// Whether the bytes are UTF-8, and so can be a string.
    static func isText(_ bytes: [UInt8]) -> Bool {
        // Most are ASCII, and seeing that is cheaper than making a string of each of a million elements.
        bytes.allSatisfy { $0 < 0x80 } || String(validating: bytes, as: UTF8.self) != nil
    }

    /// Writes bytes that are UTF-8 as a string.
    mutating func string(text bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { string(utf8: $0) }
    }

    /// Writes any bytes as a string, in Base64.
    mutating func base64(_ bytes: [UInt8]) {
        string(Data(bytes).base64EncodedString())
    }
}

/// A character of a JSON string that is not written as it is.
struct JSONEscape {
    /// How many bytes it has in UTF-8.
    let length: Int
    /// What is written in its place.
    let text: String

    /// The escape for the character that begins at `index`, or `nil` when it needs none.
    @inline(__always)
    init?(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) {
        let byte = utf8[index]
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte >= 0x7F else {
            return nil
        }
        self.init(special: byte, in: utf8, at: index)
    }

    private init?(special byte: UInt8, in utf8: UnsafeBufferPointer<UInt8>, at index: Int) {
        switch byte {
        case UInt8(ascii: "\""): self.init(length: 1, text: "\\\"")
        case UInt8(ascii: "\\"): self.init(length: 1, text: "\\\\")
        case UInt8(ascii: "\n"): self.init(length: 1, text: "\\n")
        case UInt8(ascii: "\r"): self.init(length: 1, text: "\\r")
        case UInt8(ascii: "\t"): self.init(length: 1, text: "\\t")
        case ..<0x20, 0x7F: self.init(length: 1, code: Int(byte))
        // The control characters U+0080 to U+009F, of which U+0085 ends a line.
        case 0xC2 where index + 1 < utf8.count && utf8[index + 1] < 0xA0:
            self.init(length: 2, code: Int(utf8[index + 1]))
        // The line and paragraph separators U+2028 and U+2029, and U+202A to U+202E, which turn the direction of text.
        case 0xE2 where index + 2 < utf8.count && utf8[index + 1] == 0x80 && (0xA8...0xAE).contains(utf8[index + 2]):
            self.init(length: 3, code: 0x2000 + Int(utf8[index + 2]) - 0x80)
        // U+2066 to U+2069, which isolate text of another direction.
        case 0xE2 where index + 2 < utf8.count && utf8[index + 1] == 0x81 && (0xA6...0xA9).contains(utf8[index + 2]):
            self.init(length: 3, code: 0x2040 + Int(utf8[index + 2]) - 0x80)
        default: return nil
        }
    }

    private init(length: Int, text: String) {
        self.length = length
        self.text = text
    }

    private init(length: Int, code: Int) {
        let digits = String(code, radix: 16)
        self.init(length: length, text: "\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
    }
}

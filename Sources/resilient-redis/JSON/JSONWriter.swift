import FoundationEssentials

/// Writes JSON as bytes, in one line.
///
/// Whatever a program may take for the end of a line is escaped, also where JSON does not ask for it, so that one line
/// of output is one value to every reader.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Ends the line.
    mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    // MARK: Structure

    /// Writes an object; `body` writes its members.
    mutating func object(_ body: (inout JSONWriter) -> Void) {
        enclose("{", "}", body)
    }

    /// Writes an array; `body` writes its elements.
    mutating func array(_ body: (inout JSONWriter) -> Void) {
        enclose("[", "]", body)
    }

    /// Writes the key of an object's next member. The value must follow.
    mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func enclose(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONWriter) -> Void
    ) {
        beginValue()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func beginValue() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func literal(_ text: String) {
        beginValue()
        bytes.append(contentsOf: text.utf8)
    }

    // MARK: Values

    mutating func null() { literal("null") }

    mutating func boolean(_ value: Bool) { literal(value ? "true" : "false") }

    mutating func integer(_ value: Int) { literal(String(value)) }

    /// Writes a number. JSON has none for what is infinite or no number: those become `"inf"`, `"-inf"` and `"nan"`.
    mutating func number(_ value: Double) {
        if value.isFinite {
            literal(value.description)
        } else {
            string(value.isNaN ? "nan" : value < 0 ? "-inf" : "inf")
        }
    }

    /// Writes a string.
    mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(utf8: $0) }
    }

    /// Writes a string that is known to be valid UTF-8.
    mutating func string(utf8 text: UnsafeBufferPointer<UInt8>) {
        beginValue()
        bytes.append(UInt8(ascii: "\""))
        var plain = 0
        var index = 0
        while index < text.count {
            guard let escape = JSONEscape(in: text, at: index) else {
                index += 1
                continue
            }
            bytes.append(contentsOf: text[plain..<index])
            bytes.append(contentsOf: escape.text.utf8)
            index += escape.length
            plain = index
        }
        bytes.append(contentsOf: text[plain...])
        bytes.append(UInt8(ascii: "\""))
    }
}

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

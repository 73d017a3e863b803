extension JSONRedisCoder {
    /// Reads a JSON string that has no escapes, which most have not, several times faster than a decoder does.
    ///
    /// No setting of a decoder changes what such a string means. `nil` for anything else, valid or not: the decoder then
    /// has its say.
    static func plainString(_ json: UnsafeRawBufferPointer) -> String? {
        guard json.count >= 2, json.first == quote, json.last == quote else { return nil }
        let text = UnsafeRawBufferPointer(rebasing: json[1..<json.count - 1])
        return isPlain(text) ? String(exactly: text) : nil
    }

    private static var quote: UInt8 { UInt8(ascii: "\"") }
    private static var escape: UInt8 { UInt8(ascii: "\\") }
    private static var leastPrintable: UInt8 { UInt8(ascii: " ") }

    /// Whether every byte stands for itself between quotes. Eight are looked at together.
    private static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
        var start = 0
        while start + 8 <= text.count {
            let bytes = text.loadUnaligned(fromByteOffset: start, as: UInt64.self)
            if hasByte(below: leastPrintable, in: bytes) || hasByte(below: 1, in: bytes ^ eight(quote))
                || hasByte(below: 1, in: bytes ^ eight(escape))
            {
                return false
            }
            start += 8
        }
        return text[start...].allSatisfy { $0 >= leastPrintable && $0 != quote && $0 != escape }
    }

    private static func eight(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// For limits up to 128. Subtracting the limit from each byte sets the highest bit of those below it, and of those that
    /// had it set before; a byte's borrow from the next one only falsifies what comes after one that was found.
    private static func hasByte(below limit: UInt8, in bytes: UInt64) -> Bool {
        (bytes &- eight(limit)) & ~bytes & eight(0x80) != 0
    }
}

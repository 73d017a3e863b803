/// Recognizes text that a deployment tool was meant to replace and did not: `$(NAME)`, `${NAME}` or `{{ name }}`.
enum Placeholder {
    /// Whether `value` is such text from beginning to end.
    static func isWhole(_ value: String) -> Bool {
        guard isPresent(in: value) else { return false }
        return value.hasPrefix("{{") && value.hasSuffix("}}")
            || value.first == "$" && !value.dropFirst().contains("$") && ")}".contains(value.last ?? " ")
    }

    /// Whether such text is part of `value`.
    static func isPresent(in value: String) -> Bool {
        if value.contains("{{") { return true }
        var rest = value.utf8[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            rest = rest[dollar...].dropFirst()
            let close: UInt8
            switch rest.first {
            case UInt8(ascii: "("): close = UInt8(ascii: ")")
            case UInt8(ascii: "{"): close = UInt8(ascii: "}")
            default: continue
            }
            let name = rest.dropFirst().prefix(while: isNameByte)
            if !name.isEmpty, rest[name.endIndex...].first == close { return true }
        }
        return false
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

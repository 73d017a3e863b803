/// What a message may show of a text that was read.
///
/// A password gets into every variable and every part of a URL: by a template, a slip, or the format of another client.
/// So a text is shown only if it is short and has a form that passwords do not have. Errors take no other text.
package enum Excerpt: Sendable, Hashable {
    /// The text itself.
    case shown(String)
    /// Its length in characters.
    case hidden(length: Int)

    /// A value that was already read as a number or a duration, or comes from code as one.
    package static func value(_ value: some CustomStringConvertible) -> Excerpt { .shown(value.description) }

    /// A number or a duration of at most six digits, such as `70000`, `-1` or `1.5ms`, or one in quotation marks.
    package static func number(_ text: String) -> Excerpt {
        let number = unquoted(text).utf8
        let unit = number.drop {
            isDigit($0) || [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ".")].contains($0)
        }
        let digits = number.dropLast(unit.count)
        let isNumber =
            ["", "ns", "us", "ms", "s", "m", "h", "d"].contains(String(Substring(unit)))
            && digits.count(where: isDigit) <= 6 && !digits.isEmpty && digits.count <= 9
        return isNumber ? .shown(text) : .hidden(text)
    }

    /// A host name, alone or with a port. Names are short, in lower case, and no longer than a person or a cloud makes
    /// them: a generated secret has another form.
    package static func host(_ text: String) -> Excerpt {
        let parts = unquoted(text).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, isPlainHost(host) else { return .hidden(text) }
        if parts.count == 2, !isPort(parts[1]) { return .hidden(text) }
        return .shown(text)
    }

    /// A user's or a client's name in the form of a host name.
    package static func name(_ text: String) -> Excerpt { isPlainHost(text[...]) ? .shown(text) : .hidden(text) }

    /// The path of a socket, if it says that it is one.
    package static func socketPath(_ text: String) -> Excerpt {
        let isPath =
            text.hasPrefix("/") && text.hasSuffix(".sock")
            && text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy(isPlainHost)
        return isPath ? .shown(text) : .hidden(text)
    }

    /// What Kubernetes and Docker set: `tcp://10.0.0.1:6379`.
    package static func serviceLink(_ text: String) -> Excerpt {
        let address = text.hasPrefix("tcp://") ? text.dropFirst("tcp://".count) : ""
        let isAddress =
            !address.isEmpty
            && address.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
        return isAddress && address.count <= 21 ? .shown(text) : .hidden(text)
    }

    /// A text of which nothing is shown but its length.
    package static func hidden(_ text: String) -> Excerpt { .hidden(length: text.count) }

    /// What a sentence says of it: the text in quotation marks, or how long it is.
    var quoted: String {
        switch self {
        case .shown(let text): "\"\(text)\""
        case .hidden(let length): "something else (\(length) characters, not shown)"
        }
    }

    private static func isPlainHost(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 100 && !text.isEmpty
            && labels.allSatisfy { label in
                label.utf8.count <= (labels.count > 1 ? 40 : 24)
                    && label.utf8.allSatisfy {
                        isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                            || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
                    }
            }
    }

    private static func isPort(_ text: Substring) -> Bool {
        (1...5).contains(text.utf8.count) && text.utf8.allSatisfy(isDigit)
    }

    private static func unquoted(_ text: String) -> Substring {
        guard let quote = text.first, quote == "\"" || quote == "'", text.last == quote, text.count > 2 else {
            return text[...]
        }
        return text.dropFirst().dropLast()
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

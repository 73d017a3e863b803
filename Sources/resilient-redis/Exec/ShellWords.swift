/// Splits a line into words as a POSIX shell does: blanks separate, quotes and backslashes keep together.
///
/// In single quotes everything stands for itself. In double quotes a backslash keeps its meaning before `"`, `\`, `$`
/// and a backquote, and is an ordinary character before anything else. Outside of quotes it makes the next character an
/// ordinary one. Nothing is expanded: `$`, `*`, `~` and `#` are ordinary characters. Words are bytes, not text, so
/// that any value can be given.
struct ShellWords {
    private let line: [UInt8]
    private var position = 0
    private var words: [[UInt8]] = []
    /// The word that is being read, once it has begun: `''` is a word too.
    private var word: [UInt8]?

    /// The words of a line.
    static func split(_ line: [UInt8]) throws(CommandLineError) -> [[UInt8]] {
        var splitter = ShellWords(line: line)
        try splitter.run()
        return splitter.words
    }

    private init(line: [UInt8]) {
        self.line = line
    }

    private mutating func run() throws(CommandLineError) {
        while let byte = next() {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): endWord()
            case UInt8(ascii: "'"): try readSingleQuoted()
            case UInt8(ascii: "\""): try readDoubleQuoted()
            case UInt8(ascii: "\\"):
                guard let escaped = next() else {
                    throw CommandLineError(message: "the line ends with a backslash; write \\\\ for a backslash itself")
                }
                append(escaped)
            default: append(byte)
            }
        }
        endWord()
    }

    private mutating func readSingleQuoted() throws(CommandLineError) {
        beginWord()
        while let byte = next() {
            if byte == UInt8(ascii: "'") { return }
            append(byte)
        }
        throw Self.unclosed("'")
    }

    private mutating func readDoubleQuoted() throws(CommandLineError) {
        beginWord()
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\"):
                guard let escaped = next() else { throw Self.unclosed("\"") }
                if !Self.isSpecialInDoubleQuotes(escaped) { append(byte) }
                append(escaped)
            default: append(byte)
            }
        }
        throw Self.unclosed("\"")
    }

    private static func isSpecialInDoubleQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "$"), UInt8(ascii: "`"): true
        default: false
        }
    }

    private static func unclosed(_ quote: String) -> CommandLineError {
        CommandLineError(message: "a quote (\(quote)) is opened and never closed")
    }

    private mutating func next() -> UInt8? {
        guard position < line.count else { return nil }
        defer { position += 1 }
        return line[position]
    }

    private mutating func beginWord() {
        if word == nil { word = [] }
    }

    private mutating func append(_ byte: UInt8) {
        // In place: an optional that is taken out and put back would be copied for every byte.
        word?.append(byte)
        if word == nil { word = [byte] }
    }

    private mutating func endWord() {
        if let word { words.append(word) }
        word = nil
    }
}

extension String {
    /// The text in one line without control characters: line ends, escape sequences, and the characters that change the
    /// direction of text are written as in Swift's string literals.
    ///
    /// Text that comes from a server must go through this before it is printed: an error reply may hold any bytes.
    package var escapedForTerminal: String {
        guard unicodeScalars.contains(where: Self.mustBeEscaped) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if Self.mustBeEscaped(scalar) {
                text += scalar.escaped(asASCII: true)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Format characters hold those that turn the direction of text, and the invisible ones.
        case .control, .lineSeparator, .paragraphSeparator, .format: true
        default: false
        }
    }
}

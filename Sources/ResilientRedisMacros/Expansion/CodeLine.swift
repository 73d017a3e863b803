#if Macros
    import SwiftSyntax
    import SwiftSyntaxMacros

    /// A place in the user's source.
    struct SourceLine: Equatable {
        /// The path, as the literal that it is in `#sourceLocation`.
        var file: String
        var line: Int
        var column: Int

        init?(_ location: AbstractSourceLocation?) {
            guard let location, let line = Int(location.line.trimmedDescription),
                let column = Int(location.column.trimmedDescription)
            else { return nil }
            file = location.file.trimmedDescription
            self.line = line
            self.column = column
        }
    }

    /// A line, or several, of the code that the macro makes.
    ///
    /// What has an origin is compiled as if it stood there, so that messages and the debugger name a line that its author
    /// knows.
    struct CodeLine: Equatable {
        var text: String
        var origin: SourceLine?

        static func joined(_ lines: [CodeLine]) -> String {
            var result: [String] = []
            var isElsewhere = false
            for line in lines {
                if let origin = line.origin {
                    result.append("#sourceLocation(file: \(origin.file), line: \(origin.line))")
                    isElsewhere = true
                } else if isElsewhere {
                    result.append("#sourceLocation()")
                    isElsewhere = false
                }
                result.append(line.text)
            }
            if isElsewhere { result.append("#sourceLocation()") }
            return result.joined(separator: "\n")
        }
    }
#endif

#if Macros
    import SwiftSyntax
    import SwiftSyntaxBuilder
    import SwiftSyntaxMacros

    /// The steps in which a key is made at run time.
    struct KeyPlan {
        struct Step {
            enum Kind {
                /// An expression, with its length before it.
                case part(String)
                /// An expression in a template.
                case placeholder(String)
                /// Text of a template.
                case text(String)
                /// The type of `self`, with the path by which the declaration names it.
                case receiver(String, module: String, path: String)
            }

            var kind: Kind
            var origin: SourceLine?
        }

        /// The beginning of the key.
        var beginning: String
        private(set) var steps: [Step] = []

        mutating func add(_ kind: Step.Kind, origin: SourceLine? = nil) {
            steps.append(Step(kind: kind, origin: origin))
        }

        /// The code that makes the key in a variable.
        func lines(variable: String) -> [CodeLine] {
            let keyword = steps.isEmpty ? "let" : "var"
            let first = "\(keyword) \(variable) = ResilientRedis.RedisCacheKey(\(Self.literal(beginning)))"
            return [CodeLine(text: first)]
                + steps.map { CodeLine(text: "\(variable).\(Self.call($0.kind))", origin: $0.origin) }
        }

        private static func call(_ step: Step.Kind) -> String {
            switch step {
            case .part(let expression): "append(\(expression))"
            case .placeholder(let expression): "append(placeholder: \(expression))"
            case .text(let text): "append(literal: \(literal(text)))"
            case .receiver(let type, let module, let path):
                "append(receiver: \(type), in: \(literal(module)), path: \(literal(path)))"
            }
        }

        private static func literal(_ text: String) -> String {
            StringLiteralExprSyntax(content: text).description
        }
    }

    extension KeyPlan {
        /// Makes the plan of a key or a tag from a template, which was checked.
        ///
        /// - Parameters:
        ///   - references: The expressions for placeholders' first names, where these are not the names.
        ///   - origin: The place of the template.
        init(_ template: KeyTemplate, references: [String: String], origin: SourceLine?) {
            var pieces = template.pieces[...]
            beginning = ""
            if case .text(let text)? = pieces.first {
                beginning = text
                pieces.removeFirst()
            }
            for piece in pieces {
                switch piece {
                case .text(let text): add(.text(text))
                case .placeholder(let name):
                    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
                    let path = [references[parts[0]] ?? parts[0]] + parts.dropFirst()
                    add(.placeholder(path.joined(separator: ".")), origin: origin)
                }
            }
        }
    }

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
    /// Code with an origin is compiled as if it were written there, so that messages and the debugger show a line that
    /// its author knows.
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

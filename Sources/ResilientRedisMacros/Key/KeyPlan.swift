#if Macros
    import SwiftSyntax
    import SwiftSyntaxBuilder

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
                /// The type of `self`, which the declaration calls by a path.
                case receiver(String, module: String, path: String)
            }

            var kind: Kind
            var origin: SourceLine?
        }

        /// What the key begins with.
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
        /// A key or a tag by a template, which has been checked.
        ///
        /// - Parameters:
        ///   - references: What a placeholder's first name stands for, where that is not the name itself.
        ///   - origin: Where the template stands.
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
#endif

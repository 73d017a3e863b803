#if Macros
    import SwiftSyntax
    import SwiftSyntaxBuilder

    /// The steps in which a key is made at run time.
    struct KeyPlan {
        enum Step: Equatable {
            /// An expression, with its length before it.
            case part(String)
            /// An expression in a template.
            case placeholder(String)
            /// Text of a template.
            case text(String)
            /// The type of `self`, which the declaration calls by a path.
            case receiver(String, module: String, path: String)
        }

        /// What the key begins with.
        var beginning: String
        var steps: [Step] = []

        /// The statements that make the key in a variable.
        func statements(variable: String) -> [String] {
            let keyword = steps.isEmpty ? "let" : "var"
            let first = "\(keyword) \(variable) = ResilientRedis.RedisCacheKey(\(Self.literal(beginning)))"
            return [first] + steps.map { "\(variable).\(Self.call($0))" }
        }

        private static func call(_ step: Step) -> String {
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
        /// A key by a template, which has been checked.
        ///
        /// - Parameter references: What a placeholder's first name stands for, where that is not the name itself.
        init(_ template: KeyTemplate, references: [String: String], version: String?) {
            var pieces = template.pieces[...]
            if case .text(let text)? = pieces.first {
                beginning = text
                pieces.removeFirst()
            } else {
                beginning = ""
            }
            for piece in pieces {
                switch piece {
                case .text(let text): steps.append(.text(text))
                case .placeholder(let name):
                    let parts = name.split(separator: ".", maxSplits: 1)
                    let root = references[String(parts[0])] ?? String(parts[0])
                    steps.append(.placeholder(([root] + parts.dropFirst().map(String.init)).joined(separator: ".")))
                }
            }
            if let version { steps += [.text("@"), .placeholder(version)] }
        }
    }
#endif

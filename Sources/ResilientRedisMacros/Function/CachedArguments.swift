#if Macros
    import SwiftParser
    import SwiftSyntax

    /// The arguments of the attribute, as they were written.
    struct CachedArguments {
        /// A string in an argument, with the syntax that a diagnostic points at.
        struct Text {
            var value: String
            var syntax: StringLiteralExprSyntax
        }

        private(set) var key: ExprSyntax?
        private(set) var cache: ExprSyntax?
        private(set) var ttl: ExprSyntax?
        private(set) var version: ExprSyntax?
        private(set) var excluding: ExprSyntax?
        private(set) var tags: ExprSyntax?
        private(set) var softTimeout: ExprSyntax?
        private(set) var hardTimeout: ExprSyntax?
        private(set) var cacheIf: ExprSyntax?
        /// What sets an option of the same name.
        private(set) var options: [(label: String, value: ExprSyntax)] = []

        init(_ attribute: AttributeSyntax) {
            guard case .argumentList(let list)? = attribute.arguments else { return }
            for argument in list {
                let value = argument.expression
                switch argument.label?.plainText {
                case nil: key = value
                case "in": cache = value
                case "ttl": ttl = value
                case "version": version = value
                case "excluding": excluding = value
                case "tags": tags = value
                case "softTimeout": softTimeout = value
                case "hardTimeout": hardTimeout = value
                case "cacheIf": cacheIf = value
                case let label?: options.append((label, value))
                }
            }
        }
    }

    extension ExprSyntax {
        var isNil: Bool { self.is(NilLiteralExprSyntax.self) }

        /// The string that this literal is, if it is one without interpolations.
        var text: CachedArguments.Text? {
            guard let literal = self.as(StringLiteralExprSyntax.self), let value = literal.representedLiteralValue
            else {
                return nil
            }
            return CachedArguments.Text(value: value, syntax: literal)
        }

        /// The strings that this array of literals holds, if it is one.
        var texts: [CachedArguments.Text]? {
            guard let array = self.as(ArrayExprSyntax.self) else { return nil }
            let texts = array.elements.compactMap(\.expression.text)
            return texts.count == array.elements.count ? texts : nil
        }
    }
#endif

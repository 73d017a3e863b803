#if Macros
    import SwiftSyntax

    /// Makes the text of declarations the same, whatever spaces, line breaks and comments they are written with.
    enum Signature {
        /// A function as keys name it: `summary<T>(project:Int,_:[T])->Summary`.
        static func text(of function: FunctionDeclSyntax) -> String {
            (function.modifiers.areStatic ? "static " : "")
                + function.name.plainText
                + text(ofOptional: function.genericParameterClause)
                + text(of: function.signature)
                + text(ofOptional: function.genericWhereClause)
        }

        /// Parameters and result, without effects.
        static func text(of signature: FunctionSignatureSyntax) -> String {
            let parameters = signature.parameterClause.parameters.map { parameter in
                parameter.firstName.plainText + ":" + text(of: parameter.type) + (parameter.ellipsis?.text ?? "")
            }
            let result = signature.returnClause.map { "->" + text(of: $0.type) } ?? ""
            return "(" + parameters.joined(separator: ",") + ")" + result
        }

        /// The tokens of a node, with a space only where two words would become one.
        static func text(of node: some SyntaxProtocol) -> String {
            var text = ""
            for token in node.tokens(viewMode: .sourceAccurate) {
                if let last = text.last, last.isPartOfWord, token.text.first?.isPartOfWord == true { text += " " }
                text += token.text
            }
            return text
        }

        static func text(ofOptional node: (some SyntaxProtocol)?) -> String {
            node.map { ($0.is(GenericWhereClauseSyntax.self) ? " " : "") + text(of: $0) } ?? ""
        }
    }

    extension Character {
        fileprivate var isPartOfWord: Bool { isLetter || isNumber || self == "_" || self == "`" }
    }

    extension TokenSyntax {
        /// The name without the backticks of an escaped keyword.
        var plainText: String {
            let name = text
            guard name.count > 2, name.hasPrefix("`"), name.hasSuffix("`") else { return name }
            return String(name.dropFirst().dropLast())
        }
    }
#endif

#if Macros
    import SwiftSyntax
    import SwiftSyntaxBuilder
    import SwiftSyntaxMacros

    /// The function beside a cached one that makes the key of a call: `summaryCacheKey(project:)`.
    struct Companion {
        let function: CachedFunction

        /// Finds the place of a node in the user's source.
        let locate: (Syntax) -> SourceLine?
        /// Makes a name that no parameter has.
        let uniqueName: (String) -> TokenSyntax

        var declaration: DeclSyntax {
            let key = uniqueName("key").text
            let generics = function.declaration.genericParameterClause?.trimmedDescription ?? ""
            let condition = function.declaration.genericWhereClause.map { " " + $0.trimmedDescription } ?? ""
            let head =
                "\((attributes + modifiers).joined())func \(name)\(generics)(\(parameters)) -> String\(condition) {"
            let lines =
                [CodeLine(text: "/// The key under which `\(documentedName)` keeps its result."), CodeLine(text: head)]
                + function.key(locate).lines(variable: key)
                + [CodeLine(text: "return \(key).text"), CodeLine(text: "}")]
            return DeclSyntax(stringLiteral: CodeLine.joined(lines))
        }

        private var documentedName: String {
            let labels = function.declaration.signature.parameterClause.parameters.map { $0.firstName.plainText + ":" }
            return "\(function.declaration.name.plainText)(\(labels.joined()))"
        }

        private var name: String {
            let name = function.companionName
            let isPlain = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            return isPlain ? name : "`\(name)`"
        }

        private var parameters: String {
            let parameters = function.keyParameters.map { text(of: $0.syntax) }
            let mentioned = Set(
                function.keyParameters.flatMap { $0.syntax.type.tokens(viewMode: .sourceAccurate).map(\.text) })
            // A generic parameter that no argument determines becomes an argument.
            let types = function.genericParameters
                .filter { !mentioned.contains($0.name.text) && !$0.isValue }
                .map { "\($0.name.text): \($0.name.text).Type" }
            return (parameters + types).joined(separator: ", ")
        }

        private func text(of parameter: FunctionParameterSyntax) -> String {
            var parameter = parameter
            parameter.trailingComma = nil
            if let type = parameter.type.as(AttributedTypeSyntax.self) {
                let specifiers = type.specifiers.filter {
                    $0.as(SimpleTypeSpecifierSyntax.self)?.specifier.tokenKind != .keyword(.sending)
                }
                parameter.type = TypeSyntax(type.with(\.specifiers, specifiers))
            }
            return parameter.trimmedDescription
        }

        /// The attributes that say where the function can be called from. Those that name an actor are left out: a key
        /// needs none.
        private var attributes: [String] {
            function.declaration.attributes.compactMap { element in
                guard let attribute = element.as(AttributeSyntax.self),
                    ["available", "usableFromInline", "inlinable"].contains(attribute.attributeName.trimmedDescription)
                else { return nil }
                return attribute.trimmedDescription + "\n"
            }
        }

        private var modifiers: [String] {
            var words: [String] = []
            for modifier in function.declaration.modifiers where modifier.detail == nil {
                switch modifier.name.tokenKind {
                case .keyword(.open): words.append("public")
                case .keyword(.public), .keyword(.package), .keyword(.internal), .keyword(.fileprivate),
                    .keyword(.private):
                    words.append(modifier.name.text)
                default: break
                }
            }
            if function.isMember { words.append("nonisolated") }
            if function.isStatic { words.append("static") }
            return words.map { $0 + " " }
        }
    }
#endif

#if Macros
    import SwiftSyntax

    /// A parameter of a cached function.
    struct CachedParameter {
        let syntax: FunctionParameterSyntax

        /// Its name in the function's body, with the backticks that it may need; `nil` when the body cannot use it.
        var reference: TokenSyntax? {
            let token = syntax.secondName ?? syntax.firstName
            return token.tokenKind == .wildcard ? nil : token.trimmed
        }

        /// Its name without backticks.
        var name: String? { reference?.plainText }

        var specifiers: [String] {
            guard let type = syntax.type.as(AttributedTypeSyntax.self) else { return [] }
            return type.specifiers.compactMap { $0.as(SimpleTypeSpecifierSyntax.self)?.specifier.text }
        }

        /// A parameter like `isolated (any Actor)? = #isolation`: it says where the function runs, not what it returns.
        var isIsolation: Bool { specifiers.contains("isolated") }

        /// The specifier that passes the value in another way than usual.
        var ownership: String? { specifiers.first { ["inout", "borrowing", "consuming"].contains($0) } }

        /// Only the caller knows the type, or a part of it: `some P`.
        var isOpaque: Bool {
            syntax.type.tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.some) }
        }

        /// The expression for the type at run time, when the declaration does not name it. Values of two types may have
        /// the same text.
        var opaqueType: String? {
            guard isOpaque, let reference else { return nil }
            return "type(of: \(reference.text))"
        }

        /// Whether it can be part of a key. (`T...` is an array of T in the body.)
        var fitness: ParameterFitness { ParameterFitness(syntax.type) }
    }

    /// Whether a type can be part of a key, as far as its spelling shows. The compiler decides the rest.
    enum ParameterFitness: Equatable {
        case usable
        case closure
        /// A set or a dictionary.
        case unordered
        /// A tuple, or anything behind `any`.
        case noStableText

        init(_ type: TypeSyntax) {
            if let type = type.as(AttributedTypeSyntax.self) {
                self.init(type.baseType)
            } else if let type = type.as(OptionalTypeSyntax.self) {
                self.init(type.wrappedType)
            } else if let type = type.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) {
                self.init(type.wrappedType)
            } else if let type = type.as(ArrayTypeSyntax.self) {
                self.init(type.element)
            } else if let type = type.as(TupleTypeSyntax.self) {
                if type.elements.count == 1, let element = type.elements.first {
                    self.init(element.type)
                } else {
                    self = .noStableText
                }
            } else if let type = type.as(SomeOrAnyTypeSyntax.self) {
                self = type.someOrAnySpecifier.tokenKind == .keyword(.any) ? .noStableText : .usable
            } else {
                self = Self.byName(type)
            }
        }

        private static func byName(_ type: TypeSyntax) -> ParameterFitness {
            if type.is(FunctionTypeSyntax.self) { return .closure }
            if type.is(DictionaryTypeSyntax.self) { return .unordered }
            guard let name = type.as(IdentifierTypeSyntax.self)?.name.text else { return .usable }
            switch name {
            case "Set", "Dictionary": return .unordered
            case "Any", "AnyObject", "AnyHashable": return .noStableText
            default: return .usable
            }
        }
    }
#endif

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

        /// Something like `isolated (any Actor)? = #isolation`: it says where the function runs, not what it returns.
        var isIsolation: Bool { specifiers.contains("isolated") }

        /// What hands a value over instead of just passing it.
        var ownership: String? { specifiers.first { ["inout", "borrowing", "consuming"].contains($0) } }

        /// Whether the type, or a part of it, is known to the caller only: `some P`.
        var isOpaque: Bool {
            syntax.type.tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.some) }
        }

        /// The type at run time, when the declaration does not tell it. Values of two types may have the same text.
        var opaqueType: String? {
            guard isOpaque, let reference else { return nil }
            return "type(of: \(reference.text))"
        }

        /// `T...` is an array of T to the body.
        var fitness: ParameterFitness { ParameterFitness(syntax.type) }
    }
#endif

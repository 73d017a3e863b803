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

        /// `T...` is an array of T to the body.
        var fitness: ParameterFitness { ParameterFitness(syntax.type) }
    }
#endif

#if Macros
    import SwiftDiagnostics
    import SwiftSyntax

    /// What is suspicious about a function that can be cached.
    ///
    /// The peer role tells of it: a body that another macro has replaced is never asked for.
    enum PeerWarnings {
        static func of(_ function: CachedFunction, attribute: AttributeSyntax) -> [Diagnostic] {
            var warnings = otherMacros(on: function.declaration)
            if function.isOverride, function.template == nil {
                let message = CachedMessage.uninvalidatableOverride(companion: function.companionName)
                warnings.append(Diagnostic(node: attribute, message: message))
            }
            return warnings
        }

        private static func otherMacros(on declaration: FunctionDeclSyntax) -> [Diagnostic] {
            let attributes = declaration.attributes.compactMap { $0.as(AttributeSyntax.self) }
            let others = attributes.filter { !$0.isCached && $0.mayBeMacro }.map { other in
                Diagnostic(node: other, message: CachedMessage.otherMacro(other.attributeName.trimmedDescription))
            }
            let repeated = attributes.filter(\.isCached).dropFirst().prefix(1)
            return others + repeated.map { Diagnostic(node: $0, message: CachedMessage.repeated) }
        }
    }

    extension AttributeSyntax {
        /// Whether this may be a macro with a role for bodies: it is no attribute of the language and, by its name, no
        /// global actor.
        fileprivate var mayBeMacro: Bool {
            guard let type = attributeName.as(IdentifierTypeSyntax.self) else { return true }
            let name = type.name.text
            return !Self.known.contains(name) && !name.hasPrefix("_") && !name.hasSuffix("Actor")
        }

        private static let known: Set<String> = [
            "available", "backDeployed", "concurrent", "discardableResult", "execution", "inlinable", "inline",
            "nonobjc",
            "objc", "preconcurrency", "Sendable", "specialize", "specialized", "Test", "usableFromInline", "warn",
        ]
    }
#endif

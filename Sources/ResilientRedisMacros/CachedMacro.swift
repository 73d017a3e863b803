#if Macros
    import SwiftCompilerPlugin
    import SwiftDiagnostics
    import SwiftParser
    public import SwiftSyntax
    public import SwiftSyntaxMacros

    /// `@cached`: asks a cache before it runs the function's body, and adds a function that makes the key.
    public struct CachedMacro {
        /// The text is used as it is: the body must keep its lines.
        public static var formatMode: FormatMode { .disabled }

        private static func check(
            _ declaration: FunctionDeclSyntax, _ attribute: AttributeSyntax, in context: some MacroExpansionContext
        ) -> (CachedFunction?, [Diagnostic]) {
            var check = FunctionCheck(declaration, attribute: attribute, in: context.lexicalContext)
            let function = check.run(origin: origin(of: declaration, isLocal: check.place.isLocal, in: context))
            return (function, check.diagnostics)
        }

        private static func origin(
            of declaration: FunctionDeclSyntax, isLocal: Bool, in context: some MacroExpansionContext
        ) -> String? {
            guard let location = context.location(of: declaration.name),
                let file = location.file.as(StringLiteralExprSyntax.self)?.representedLiteralValue
            else { return nil }
            // Two blocks of one function may have local functions of one name.
            return isLocal ? "\(file):\(location.line.trimmedDescription):\(location.column.trimmedDescription)" : file
        }
    }

    extension CachedMacro: BodyMacro {
        /// Replaces the body by a call of the cache, or reports why that is impossible.
        public static func expansion(
            of node: AttributeSyntax,
            providingBodyFor declaration: some DeclSyntaxProtocol & WithOptionalCodeBlockSyntax,
            in context: some MacroExpansionContext
        ) throws -> [CodeBlockItemSyntax] {
            guard let declaration = declaration.as(FunctionDeclSyntax.self) else {
                context.diagnose(Diagnostic(node: node, message: CachedMessage.notAFunction))
                return declaration.body.map { Array($0.statements) } ?? []
            }
            let (function, diagnostics) = check(declaration, node, in: context)
            diagnostics.forEach(context.diagnose)
            guard let function else { return declaration.body.map { Array($0.statements) } ?? [] }
            return CachedBody(function: function, locate: context.line, uniqueName: context.makeUniqueName).statements
        }
    }

    extension CachedMacro: PeerMacro {
        /// Adds the function that makes the key, and gives the warnings.
        public static func expansion(
            of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
            in context: some MacroExpansionContext
        ) throws -> [DeclSyntax] {
            // Errors are reported once, by the role that makes the body.
            guard let declaration = declaration.as(FunctionDeclSyntax.self),
                let function = check(declaration, node, in: context).0
            else { return [] }
            for warning in PeerWarnings.of(function, attribute: node) { context.diagnose(warning) }
            // Beside an override the function would be a redeclaration, and the compiler does not find what is added
            // beside a local function.
            guard !function.isOverride, !function.place.isLocal else { return [] }
            return [
                Companion(function: function, locate: context.line, uniqueName: context.makeUniqueName).declaration
            ]
        }
    }

    extension MacroExpansionContext {
        /// The place of a node in the user's source; `nil` when it is not part of it.
        fileprivate func line(of node: Syntax) -> SourceLine? {
            SourceLine(location(of: node, at: .afterLeadingTrivia, filePathMode: .filePath))
        }
    }

    /// Finds what is suspicious about a function that can be cached.
    ///
    /// The peer role gives these warnings: the compiler does not expand a body that another macro has replaced.
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
        /// This may be a macro with a role for bodies: it is not an attribute of the language and, by its name, not a
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

    /// The program that the compiler starts to expand `@cached`.
    @main
    struct MacrosPlugin: CompilerPlugin {
        let providingMacros: [any Macro.Type] = [CachedMacro.self]
    }
#else
    /// Without the trait there is nothing to expand. SwiftPM builds this target in its own package all the same.
    @main
    enum MacrosPlugin {
        static func main() {}
    }
#endif

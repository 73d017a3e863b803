#if Macros
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
        /// Puts the call of the cache in the place of the body, or tells why it cannot.
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
        /// Adds the function that makes the key, and warns of what the body's role would not see.
        public static func expansion(
            of node: AttributeSyntax, providingPeersOf declaration: some DeclSyntaxProtocol,
            in context: some MacroExpansionContext
        ) throws -> [DeclSyntax] {
            // Errors are told where the body is made, once.
            guard let declaration = declaration.as(FunctionDeclSyntax.self),
                let function = check(declaration, node, in: context).0
            else { return [] }
            for warning in PeerWarnings.of(function, attribute: node) { context.diagnose(warning) }
            // Nobody could call it: beside an override it would be a redeclaration, and the compiler does not find what is
            // added beside a local function.
            guard !function.isOverride, !function.place.isLocal else { return [] }
            return [
                Companion(function: function, locate: context.line, uniqueName: context.makeUniqueName).declaration
            ]
        }
    }

    extension MacroExpansionContext {
        /// The place of a node in the user's source, if it stands there.
        fileprivate func line(of node: Syntax) -> SourceLine? {
            SourceLine(location(of: node, at: .afterLeadingTrivia, filePathMode: .filePath))
        }
    }
#endif

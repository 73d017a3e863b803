#if Macros
    import SwiftDiagnostics
    import SwiftSyntax
    import SwiftSyntaxMacros

    /// Checks whether a function can be cached, and reports everything that prevents it at once.
    struct FunctionCheck {
        private(set) var diagnostics: [Diagnostic] = []

        let attribute: AttributeSyntax
        let declaration: FunctionDeclSyntax
        let arguments: CachedArguments
        let place: LexicalPlace
        let parameters: [CachedParameter]

        /// - Parameter context: What encloses the function, from the inside out.
        init(_ declaration: FunctionDeclSyntax, attribute: AttributeSyntax, in context: [Syntax]) {
            self.declaration = declaration
            self.attribute = attribute
            arguments = CachedArguments(attribute)
            place = LexicalPlace(context)
            parameters = declaration.signature.parameterClause.parameters.map(CachedParameter.init)
        }

        /// Returns the function, or `nil` if there are errors in ``diagnostics``.
        ///
        /// - Parameter origin: Where the function is declared; `nil` when the compiler does not say.
        mutating func run(origin: String?) -> CachedFunction? {
            checkFunction()
            checkResult()
            checkCache()
            checkHardTimeout()
            let excluded = checkExclusions()
            let candidates = parameters.filter {
                $0.name != nil && !$0.isIsolation && !excluded.contains($0.name ?? "")
            }
            for parameter in parameters where !parameter.isIsolation { checkOwnership(of: parameter) }
            let template = checkTemplate(candidates, excluded: excluded)
            if arguments.key?.isNil ?? true {
                candidates.forEach { checkFitness(of: $0) }
                // Without its file, the key could be that of another function.
                if origin == nil { report(.unknownPlace(declaration.name.plainText), at: attribute) }
            }
            let tags = checkTags()
            guard diagnostics.isEmpty else { return nil }
            return CachedFunction(
                declaration: declaration, arguments: arguments, place: place, origin: origin ?? "",
                keyParameters: candidates.filter { template?.mentions($0) ?? true }, template: template, tags: tags)
        }

        mutating func report(_ message: CachedMessage, at node: some SyntaxProtocol, _ fixIts: FixIt...) {
            report(message, at: node, fixIts)
        }

        mutating func report(_ message: CachedMessage, at node: some SyntaxProtocol, _ fixIts: [FixIt]) {
            diagnostics.append(Diagnostic(node: node, message: message, fixIts: fixIts))
        }
    }

    // MARK: - The function

    extension FunctionCheck {
        private mutating func checkFunction() {
            let name = declaration.name
            if declaration.body == nil { report(.noBody(name.plainText), at: name) }
            if let body = declaration.body, let inner = NestedCached.first(in: body) {
                report(.nested(name.plainText), at: inner)
            }
            if case .binaryOperator = name.tokenKind { report(.unnameable(name.text), at: name) }
            if case .prefixOperator = name.tokenKind { report(.unnameable(name.text), at: name) }
            if case .postfixOperator = name.tokenKind { report(.unnameable(name.text), at: name) }

            let effects = declaration.signature.effectSpecifiers
            if effects?.asyncSpecifier == nil {
                report(
                    .notAsync(name.plainText), at: name,
                    CachedFixIt.addAsync.replacing(declaration.signature, with: declaration.signature.addingAsync))
            }
            if let clause = effects?.throwsClause, clause.throwsSpecifier.tokenKind == .keyword(.rethrows) {
                let word = clause.throwsSpecifier
                report(
                    .rethrowsErrors, at: word,
                    CachedFixIt.sayThrows.replacing(word, with: word.with(\.tokenKind, .keyword(.throws))))
            }
            for modifier in declaration.modifiers {
                guard case .keyword(let keyword) = modifier.name.tokenKind else { continue }
                if keyword == .mutating || keyword == .consuming {
                    let rest = declaration.modifiers.filter { $0.id != modifier.id }
                    report(
                        .mutatesSelf(name.plainText), at: modifier,
                        CachedFixIt.remove(modifier.name.text).replacing(declaration.modifiers, with: rest))
                }
            }
            for parameter in declaration.genericParameterClause?.parameters ?? [] where parameter.isPack {
                report(.parameterPack(parameter.name.text), at: parameter)
            }
        }

        private mutating func checkResult() {
            let type = declaration.signature.returnClause?.type
            guard let type, !type.isVoid else {
                var attributes = declaration.attributes.filter { element in
                    element.as(AttributeSyntax.self).map { !$0.isCached } ?? true
                }
                attributes.leadingTrivia = declaration.attributes.leadingTrivia
                let message = CachedMessage.noResult(declaration.name.plainText)
                return report(
                    message, at: type.map { Syntax($0) } ?? Syntax(declaration.name),
                    CachedFixIt.removeAttribute.replacing(declaration.attributes, with: attributes))
            }
            if let word = type.tokens(viewMode: .sourceAccurate).first(where: { $0.tokenKind == .keyword(.some) }) {
                report(.opaqueResult, at: word)
            }
        }

        /// Checks that there is a `self` for a key path, of the right kind.
        private mutating func checkCache() {
            guard let path = arguments.cache?.as(KeyPathExprSyntax.self) else { return }
            if !place.hasSelf {
                report(.noSelf, at: path)
            } else if place.isLocal ? place.isInStaticMember : declaration.modifiers.areStatic {
                let names = path.components.map(\.trimmedDescription)
                if !names.contains(where: { $0.hasSuffix("Type") }) { report(.noInstance, at: path) }
            }
        }
    }

    extension FunctionCheck {
        /// Checks that the function can throw the error of a hard timeout.
        private mutating func checkHardTimeout() {
            guard let timeout = arguments.hardTimeout, !timeout.isNil else { return }
            let clause = declaration.signature.effectSpecifiers?.throwsClause
            guard clause == nil || clause?.type != nil else { return }
            report(
                .cannotTimeOut(declaration.name.plainText), at: timeout,
                CachedFixIt.sayThrows.replacing(declaration.signature, with: declaration.signature.throwingAnything))
        }
    }

    /// Finds `@cached` within a body.
    private final class NestedCached: SyntaxVisitor {
        private var attribute: AttributeSyntax?

        static func first(in body: CodeBlockSyntax) -> AttributeSyntax? {
            let visitor = NestedCached(viewMode: .sourceAccurate)
            visitor.walk(body)
            return visitor.attribute
        }

        override func visit(_ node: AttributeSyntax) -> SyntaxVisitorContinueKind {
            if node.isCached, attribute == nil { attribute = node }
            return .skipChildren
        }
    }

    extension TypeSyntax {
        fileprivate var isVoid: Bool {
            ["Void", "()", "Swift.Void", "(Void)"].contains(Signature.text(of: self))
        }
    }

    extension AttributeSyntax {
        /// This is `@cached` itself.
        var isCached: Bool {
            ["cached", "ResilientRedis.cached"].contains(attributeName.trimmedDescription)
        }
    }

    extension FunctionSignatureSyntax {
        fileprivate var throwingAnything: FunctionSignatureSyntax {
            var signature = self
            var effects = effectSpecifiers ?? FunctionEffectSpecifiersSyntax()
            effects.throwsClause = ThrowsClauseSyntax(throwsSpecifier: .keyword(.throws, trailingTrivia: .space))
            signature.effectSpecifiers = effects
            return signature
        }

        fileprivate var addingAsync: FunctionSignatureSyntax {
            var signature = self
            var effects = effectSpecifiers ?? FunctionEffectSpecifiersSyntax()
            effects.asyncSpecifier = .keyword(.async, trailingTrivia: .space)
            if effectSpecifiers == nil, signature.parameterClause.trailingTrivia.isEmpty {
                signature.parameterClause.trailingTrivia = .space
            }
            signature.effectSpecifiers = effects
            return signature
        }
    }
#endif

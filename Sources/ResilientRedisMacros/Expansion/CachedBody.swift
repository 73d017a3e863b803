#if Macros
    import SwiftSyntax
    import SwiftSyntaxBuilder
    import SwiftSyntaxMacros

    /// Makes the new body of a function: it makes the key and asks the cache, with the old body as the loader.
    struct CachedBody {
        let function: CachedFunction
        /// Finds the place of a node in the user's source.
        let locate: (Syntax) -> SourceLine?
        /// Makes a name that the old body cannot contain.
        let uniqueName: (String) -> TokenSyntax

        var statements: [CodeBlockItemSyntax] {
            let key = uniqueName("key").text
            var lines = function.key(locate).lines(variable: key)
            var arguments = ["key: \(key)"] + argument("ttl", function.arguments.ttl)
            var cache = cache
            let settings = settings(lines: &lines)
            if !settings.isEmpty {
                let (asked, options) = (uniqueName("cache").text, uniqueName("options").text)
                lines.append(
                    CodeLine(
                        text: "let \(asked) = \(cache)", origin: function.arguments.cache.flatMap { origin(of: $0) }))
                lines.append(CodeLine(text: "var \(options) = \(asked).options"))
                lines += settings.map { setting in
                    CodeLine(text: "\(options).\(setting.name) = \(setting.value)", origin: setting.origin)
                }
                arguments.append("options: \(options)")
                cache = asked
            }
            arguments += argument("softTimeout", function.arguments.softTimeout)
            arguments += argument("hardTimeout", function.arguments.hardTimeout)
            if !isLimited { arguments.append("share: { ResilientRedis.RedisCache.shareable($0) }") }
            arguments += argument("cacheIf", function.arguments.cacheIf)
            if !isLimited, !function.isConcurrent {
                let caller = uniqueName("cache").text
                let origin: SourceLine? =
                    settings.isEmpty ? function.arguments.cache.flatMap { self.origin(of: $0) } : nil
                lines.append(CodeLine(text: "let \(caller) = \(cache)\n\(nonsending)", origin: origin))
                cache = caller
            }
            lines += call(cache, arguments.joined(separator: ", "))
            return Array(CodeBlockItemListSyntax(stringLiteral: CodeLine.joined(lines)))
        }

        private func call(_ cache: String, _ arguments: String) -> [CodeLine] {
            let keyword = effects.isThrowing ? "return try await" : "return await"
            let type = function.declaration.signature.returnClause?.type
            return [
                CodeLine(
                    text: "\(keyword) \(cache).cached(\(arguments)) { \(sendability)() \(effects.text) -> \(result) in",
                    origin: type.flatMap { origin(of: $0) }),
                oldBody,
                CodeLine(text: "}"),
            ]
        }

        /// Lets the old body run on the caller's actor, where the function itself does so.
        private var nonsending: String {
            if function.isNonsending { return ".nonsending" }
            // Only the user's module knows whether that is the default there.
            return "#if hasFeature(NonisolatedNonsendingByDefault)\n.nonsending\n#endif"
        }

        /// A body with a time limit runs in a task of its own.
        private var sendability: String { isLimited ? "@Sendable " : "" }

        private var isLimited: Bool {
            let limits = [function.arguments.softTimeout, function.arguments.hardTimeout].compactMap { $0 }
            return !limits.allSatisfy(\.isNil)
        }

        private func argument(_ label: String, _ value: ExprSyntax?) -> [String] {
            guard let value, !value.isNil else { return [] }
            return ["\(label): \(value.trimmedDescription)"]
        }

        private func origin(of node: some SyntaxProtocol) -> SourceLine? { locate(Syntax(node)) }

        /// The options of the cache that the attribute changes.
        private func settings(lines: inout [CodeLine]) -> [(name: String, value: String, origin: SourceLine?)] {
            var settings = function.arguments.options.filter { !$0.value.isNil }
                .map { (name: $0.label, value: $0.value.trimmedDescription, origin: origin(of: $0.value)) }
            guard let tags = function.arguments.tags else { return settings }
            if tags.is(ArrayExprSyntax.self) {
                var texts: [String] = []
                for plan in function.tagPlans(locate) {
                    let tag = uniqueName("tag").text
                    lines += plan.lines(variable: tag)
                    texts.append("\(tag).text")
                }
                settings.append(("tags", "[\(texts.joined(separator: ", "))]", nil))
            } else {
                settings.append(("tags", tags.trimmedDescription, origin(of: tags)))
            }
            return settings
        }

        /// The property that a key path names, or the expression for the cache.
        private var cache: String {
            guard let expression = function.arguments.cache else { return "ResilientRedis.RedisCache.default" }
            guard let path = expression.as(KeyPathExprSyntax.self) else { return expression.trimmedDescription }
            let components = path.components.trimmedDescription
            let root = path.root?.trimmedDescription ?? ""
            let isPlain = root == "Self" || root == function.place.typePath
            if isPlain, path.components.count == 1, components.hasPrefix(".") { return "self" + components }
            return "self[keyPath: \(path.trimmedDescription)]"
        }

        private var result: String {
            guard let type = function.declaration.signature.returnClause?.type else { return "Void" }
            if let type = type.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) {
                return type.wrappedType.trimmedDescription + "?"
            }
            return type.trimmedDescription
        }

        private var effects: (text: String, isThrowing: Bool) {
            guard let clause = function.declaration.signature.effectSpecifiers?.throwsClause,
                Signature.text(ofOptional: clause.type) != "Never"
            else { return ("async", false) }
            return ("async \(clause.trimmedDescription)", true)
        }

        /// The body as it was written. Its first line is indented to the column where it was.
        private var oldBody: CodeLine {
            guard let body = function.declaration.body, let first = body.statements.first else {
                return CodeLine(text: "")
            }
            let origin = origin(of: first)
            let indent = String(repeating: " ", count: max(0, (origin?.column ?? 1) - 1))
            return CodeLine(text: indent + body.statements.trimmedDescription, origin: origin)
        }
    }
#endif

#if Macros
    import SwiftSyntax
    import SwiftSyntaxMacros

    /// The new body of a function: makes the key and asks the cache, with the old body as what loads the value.
    struct CachedBody {
        let function: CachedFunction
        /// Where the old body begins, if that is known, so that messages of the compiler name the real line.
        let location: AbstractSourceLocation?

        /// - Parameter uniqueName: Makes a name that the old body cannot contain.
        func statements(uniqueName: (String) -> TokenSyntax) -> [CodeBlockItemSyntax] {
            let key = uniqueName("key").text
            var lines = function.key.statements(variable: key)
            var tags: [String] = []
            for plan in function.tagPlans {
                let tag = uniqueName("tag").text
                lines += plan.statements(variable: tag)
                tags.append("\(tag).text")
            }
            lines.append(call(key: key, tags: tags))
            let text = lines.joined(separator: "\n")
            return CodeBlockItemListSyntax(stringLiteral: text).map { $0 }
        }

        private func call(key: String, tags: [String]) -> String {
            let arguments = (["key: \(key)"] + options(tags: tags)).joined(separator: ", ")
            let keyword = effects.isThrowing ? "return try await" : "return await"
            return """
                \(keyword) \(cache).cached(\(arguments)) { () \(effects.text) -> \(result) in
                \(oldBody)
                }
                """
        }

        private func options(tags: [String]) -> [String] {
            var options: [String] = []
            if let ttl = function.arguments.ttl, !ttl.isNil { options.append("ttl: \(ttl.trimmedDescription)") }
            return options
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

        private var oldBody: String {
            let statements = function.declaration.body?.statements ?? []
            let text = statements.trimmedDescription
            guard let location, let column = Int(location.column.trimmedDescription) else { return text }
            let indent = String(repeating: " ", count: max(0, column - 1))
            return """
                #sourceLocation(file: \(location.file.trimmedDescription), line: \(location.line.trimmedDescription))
                \(indent)\(text)
                #sourceLocation()
                """
        }
    }
#endif

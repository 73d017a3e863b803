#if Macros
    import SwiftDiagnostics
    import SwiftSyntax
    import SwiftSyntaxBuilder

    extension FunctionCheck {
        /// Checks the key's template, if there is one.
        ///
        /// - Parameters:
        ///   - candidates: The parameters that may be in it.
        ///   - excluded: The names of those that may not.
        mutating func checkTemplate(_ candidates: [CachedParameter], excluded: Set<String>) -> KeyTemplate? {
            guard let key = arguments.key, !key.isNil, let text = text(of: key, argument: "key") else { return nil }
            guard let template = template(text) else { return nil }
            let roots = checkPlaceholders(of: template, in: text, excluded: excluded)
            if let (first, second) = template.adjacentPlaceholders {
                report(.adjacentPlaceholders(first, second), at: text.syntax)
            }
            for parameter in candidates {
                guard let name = parameter.name, !roots.contains(name) else { continue }
                if parameter.fitness == .closure {
                    report(.closure(parameter: name), at: parameter.syntax, exclude(name))
                } else {
                    let longer = StringLiteralExprSyntax(content: text.value + ":{\(name)}")
                    report(
                        .missingInTemplate(name), at: parameter.syntax,
                        CachedFixIt.addToTemplate(name).replacing(text.syntax, with: longer), exclude(name))
                }
            }
            checkGenerics(in: text, roots: roots)
            for parameter in candidates where template.placeholders.contains(parameter.name ?? "") {
                checkFitness(of: parameter)
            }
            return template
        }

        /// Checks that the template has the generic parameters, which determine the result like any other. `{Self}` has
        /// those of the type.
        private mutating func checkGenerics(in text: CachedArguments.Text, roots: Set<String>) {
            let ofTypes = roots.contains("Self") ? [] : place.typeGenericParameters
            for parameter in ofTypes + functionGenericParameters where !roots.contains(parameter.name.plainText) {
                let name = parameter.name.plainText
                let longer = StringLiteralExprSyntax(content: text.value + ":{\(name)}")
                let isOwn = declaration.genericParameterClause?.parameters.contains(parameter) ?? false
                report(
                    .missingInTemplate(name), at: isOwn ? Syntax(parameter) : Syntax(text.syntax),
                    CachedFixIt.addToTemplate(name).replacing(text.syntax, with: longer))
            }
        }

        private var functionGenericParameters: [GenericParameterSyntax] {
            place.genericParameters + (declaration.genericParameterClause.map { Array($0.parameters) } ?? [])
        }

        /// Checks `tags:`. Anything but an array literal is passed on as it is.
        mutating func checkTags() -> [KeyTemplate] {
            guard let tags = arguments.tags?.as(ArrayExprSyntax.self) else { return [] }
            var templates: [KeyTemplate] = []
            for element in tags.elements {
                guard let text = text(of: element.expression, argument: "tags"), let template = template(text) else {
                    continue
                }
                _ = checkPlaceholders(of: template, in: text, excluded: [])
                if let (first, second) = template.adjacentPlaceholders {
                    report(.adjacentPlaceholders(first, second), at: text.syntax)
                }
                templates.append(template)
            }
            return templates
        }

        private mutating func text(of expression: ExprSyntax, argument: String) -> CachedArguments.Text? {
            if let text = expression.text { return text }
            report(.notALiteral(argument: argument), at: expression)
            return nil
        }

        private mutating func template(_ text: CachedArguments.Text) -> KeyTemplate? {
            do throws(KeyTemplate.Problem) {
                return try KeyTemplate(text.value)
            } catch {
                report(.brokenTemplate(error.description), at: text.syntax)
                return nil
            }
        }

        /// Returns the first names of all placeholders.
        private mutating func checkPlaceholders(
            of template: KeyTemplate, in text: CachedArguments.Text, excluded: Set<String>
        ) -> Set<String> {
            var roots: Set<String> = []
            for placeholder in template.placeholders {
                let root = String(placeholder.prefix { $0 != "." })
                roots.insert(root)
                if excluded.contains(root) {
                    report(.excludedAndUsed(root), at: text.syntax)
                } else if !isKnown(root, isPath: placeholder.contains(".")) {
                    reportUnknown(root, in: text, of: template)
                }
            }
            return roots
        }

        private func isKnown(_ root: String, isPath: Bool) -> Bool {
            if root == "self" { return place.hasSelf && isPath }
            if root == "Self" { return place.hasSelf && !isPath }
            return parameters.contains { $0.name == root } || genericNames.contains(root)
        }

        private var genericNames: [String] {
            (place.typeGenericParameters + functionGenericParameters).map(\.name.plainText)
        }

        private mutating func reportUnknown(_ root: String, in text: CachedArguments.Text, of template: KeyTemplate) {
            let used = template.placeholders.map { String($0.prefix { $0 != "." }) }
            let free = parameters.compactMap(\.name).filter { !used.contains($0) }
            var fixIts: [FixIt] = []
            if let nearest = root.nearest(of: free.isEmpty ? parameters.compactMap(\.name) : free) {
                let corrected = text.value.replacingPlaceholder(root, with: nearest)
                fixIts.append(
                    CachedFixIt.use(nearest).replacing(text.syntax, with: StringLiteralExprSyntax(content: corrected)))
            }
            report(.unknownPlaceholder(root), at: text.syntax, fixIts)
        }
    }

    extension KeyTemplate {
        /// A placeholder names the parameter, or a property of it.
        func mentions(_ parameter: CachedParameter) -> Bool {
            guard let name = parameter.name else { return false }
            return placeholders.contains { $0 == name || $0.hasPrefix(name + ".") }
        }
    }

    extension String {
        fileprivate func replacingPlaceholder(_ old: String, with new: String) -> String {
            var text = self
            for end in ["}", "."] {
                if let range = text.firstRange(of: "{\(old)\(end)") {
                    text.replaceSubrange(range, with: "{\(new)\(end)")
                }
            }
            return text
        }

        /// The name that was probably meant: the one that differs in the fewest characters.
        func nearest(of names: [String]) -> String? {
            names.min { distance(to: $0) < distance(to: $1) }
        }

        /// How many characters have to be added, removed or replaced.
        private func distance(to other: String) -> Int {
            let (letters, others) = (Array(lowercased()), Array(other.lowercased()))
            var row = Array(0...others.count)
            for (index, letter) in letters.enumerated() {
                var diagonal = row[0]
                row[0] = index + 1
                for (column, candidate) in others.enumerated() {
                    let cost = diagonal + (letter == candidate ? 0 : 1)
                    diagonal = row[column + 1]
                    row[column + 1] = Swift.min(cost, diagonal + 1, row[column] + 1)
                }
            }
            return row[others.count]
        }
    }
#endif

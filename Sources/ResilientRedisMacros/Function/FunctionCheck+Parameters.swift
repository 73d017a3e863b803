#if Macros
    import SwiftDiagnostics
    import SwiftSyntax
    import SwiftSyntaxBuilder

    extension FunctionCheck {
        mutating func checkOwnership(of parameter: CachedParameter) {
            if parameter.syntax.type.is(PackExpansionTypeSyntax.self) {
                return report(.parameterPack(parameter.name ?? "_"), at: parameter.syntax)
            }
            guard let word = parameter.ownership, let type = parameter.syntax.type.as(AttributedTypeSyntax.self) else {
                return
            }
            let rest = type.specifiers.filter { $0.as(SimpleTypeSpecifierSyntax.self)?.specifier.text != word }
            report(
                .ownership(parameter: parameter.name ?? "_", specifier: word), at: parameter.syntax,
                CachedFixIt.remove(word).replacing(type, with: type.with(\.specifiers, rest)))
        }

        mutating func checkFitness(of parameter: CachedParameter) {
            guard let name = parameter.name else { return }
            let type = parameter.syntax.type.trimmedDescription
            let message: CachedMessage
            switch parameter.fitness {
            case .usable: return
            case .closure: message = .closure(parameter: name)
            case .unordered: message = .unordered(parameter: name, type: type)
            case .noStableText: message = .noStableText(parameter: name, type: type)
            }
            // Packs were reported before.
            guard !parameter.syntax.type.is(PackExpansionTypeSyntax.self) else { return }
            report(message, at: parameter.syntax, exclude(name))
        }

        /// Checks `excluding:`, and returns the names in it.
        mutating func checkExclusions() -> Set<String> {
            guard let list = arguments.excluding, !list.isNil else { return [] }
            guard let texts = list.texts, let array = list.as(ArrayExprSyntax.self) else {
                report(.notALiteral(argument: "excluding"), at: list)
                return []
            }
            for (index, text) in texts.enumerated() where !parameters.contains(where: { $0.name == text.value }) {
                let nearest = text.value.nearest(
                    of: parameters.compactMap(\.name).filter { !names(in: texts).contains($0) })
                var fixIts: [FixIt] = []
                if let nearest {
                    fixIts.append(
                        CachedFixIt.use(nearest).replacing(text.syntax, with: StringLiteralExprSyntax(content: nearest))
                    )
                }
                fixIts.append(CachedFixIt.doNotExclude(text.value).replacing(array, with: array.removing(at: index)))
                report(.unknownExclusion(text.value), at: text.syntax, fixIts)
            }
            return names(in: texts)
        }

        /// Adds a parameter to `excluding:`.
        func exclude(_ name: String) -> FixIt {
            CachedFixIt.exclude(name).replacing(attribute, with: attribute.excluding(name))
        }

        private func names(in texts: [CachedArguments.Text]) -> Set<String> { Set(texts.map(\.value)) }
    }

    extension ArrayExprSyntax {
        fileprivate func removing(at index: Int) -> ArrayExprSyntax {
            var list = Array(elements)
            list.remove(at: index)
            if let last = list.indices.last {
                list[last].trailingComma = nil
                list[last].trailingTrivia = []
            }
            return with(\.elements, ArrayElementListSyntax(list))
        }

        fileprivate func adding(_ text: String) -> ArrayExprSyntax {
            var list = Array(elements)
            if let last = list.indices.last {
                list[last].trailingComma = .commaToken(trailingTrivia: .space)
            }
            list.append(ArrayElementSyntax(expression: StringLiteralExprSyntax(content: text)))
            return with(\.elements, ArrayElementListSyntax(list))
        }
    }

    extension AttributeSyntax {
        fileprivate func excluding(_ name: String) -> AttributeSyntax {
            var list: [LabeledExprSyntax] = []
            if case .argumentList(let arguments)? = arguments { list = Array(arguments) }
            if let index = list.firstIndex(where: { $0.label?.text == "excluding" }),
                let array = list[index].expression.as(ArrayExprSyntax.self)
            {
                list[index].expression = ExprSyntax(array.adding(name))
            } else {
                if let last = list.indices.last { list[last].trailingComma = .commaToken(trailingTrivia: .space) }
                let array = ArrayExprSyntax(elements: []).adding(name)
                list.append(
                    LabeledExprSyntax(
                        label: .identifier("excluding"), colon: .colonToken(trailingTrivia: .space), expression: array))
            }
            var attribute = self
            attribute.attributeName.trailingTrivia = []
            attribute.leftParen = leftParen ?? .leftParenToken()
            attribute.arguments = .argumentList(LabeledExprListSyntax(list))
            attribute.rightParen = (rightParen ?? .rightParenToken()).with(\.trailingTrivia, trailingTrivia)
            return attribute
        }
    }
#endif

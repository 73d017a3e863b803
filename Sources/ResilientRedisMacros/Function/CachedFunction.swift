#if Macros
    import SwiftParser
    import SwiftSyntax
    import SwiftSyntaxMacros

    /// A function that can be cached, with the arguments of its attribute. Made by ``FunctionCheck``.
    struct CachedFunction {
        var declaration: FunctionDeclSyntax
        var arguments: CachedArguments
        var place: LexicalPlace
        /// The file, as `#fileID` has it, and for a local function the position in it.
        var origin: String
        /// The parameters that the key is made of.
        var keyParameters: [CachedParameter]
        /// The key's template, unless the key is composed of all arguments.
        var template: KeyTemplate?
        var tags: [KeyTemplate] = []

        var isStatic: Bool { declaration.modifiers.areStatic }
        var isMember: Bool { place.hasSelf && !place.isLocal }

        var isOverride: Bool { declaration.modifiers.contains(.override) }

        /// It runs on the global executor, whatever the module's settings.
        var isConcurrent: Bool {
            declaration.attributes.contains { element in
                element.as(AttributeSyntax.self)?.attributeName.trimmedDescription == "concurrent"
            }
        }

        /// It runs on its caller's actor, whatever the module's settings.
        var isNonsending: Bool {
            declaration.modifiers.contains { $0.name.text == "nonisolated" && $0.detail?.detail.text == "nonsending" }
        }

        var genericParameters: [GenericParameterSyntax] {
            declaration.genericParameterClause.map { Array($0.parameters) } ?? []
        }

        /// The name of the function that makes the key, without backticks.
        var companionName: String { declaration.name.plainText + "CacheKey" }

        /// How the key is made.
        ///
        /// - Parameter locate: Finds the place of a node in the user's source.
        func key(_ locate: (Syntax) -> SourceLine?) -> KeyPlan {
            var plan: KeyPlan
            if let template {
                let origin = arguments.key.flatMap { locate(Syntax($0)) }
                plan = KeyPlan(template, references: references, origin: origin)
                for type in keyParameters.compactMap(\.opaqueType) {
                    plan.add(.text(":"))
                    plan.add(.placeholder(type), origin: origin)
                }
            } else {
                plan = composedKey(locate)
            }
            if let version = arguments.version, !version.isNil {
                let (text, origin) = (version.trimmedDescription, locate(Syntax(version)))
                if template == nil {
                    plan.add(.part(text), origin: origin)
                } else {
                    plan.add(.text("@"))
                    plan.add(.placeholder(text), origin: origin)
                }
            }
            return plan
        }

        private func composedKey(_ locate: (Syntax) -> SourceLine?) -> KeyPlan {
            var plan = KeyPlan(beginning: origin + "#" + qualifiedName)
            if place.hasSelf, place.isOfManyTypes {
                let module = String(origin.prefix { $0 != "/" })
                plan.add(.receiver(receiver, module: module, path: place.typePath))
            }
            for parameter in place.genericParameters { plan.add(.part(parameter.reference)) }
            for parameter in genericParameters {
                plan.add(.part(parameter.reference), origin: locate(Syntax(parameter)))
            }
            for parameter in keyParameters {
                if let type = parameter.opaqueType {
                    plan.add(.part(type), origin: locate(Syntax(parameter.syntax)))
                }
                plan.add(.part(parameter.reference?.text ?? "_"), origin: locate(Syntax(parameter.syntax)))
            }
            return plan
        }

        func tagPlans(_ locate: (Syntax) -> SourceLine?) -> [KeyPlan] {
            let origin = arguments.tags.flatMap { locate(Syntax($0)) }
            return tags.map { KeyPlan($0, references: references, origin: origin) }
        }

        private var qualifiedName: String {
            let name = Signature.text(of: declaration)
            return place.path.isEmpty ? name : place.path + "." + name
        }

        /// The type of `self`.
        private var receiver: String {
            (isMember ? isStatic : place.isInStaticMember) ? "self" : "type(of: self)"
        }

        /// The expressions that placeholders stand for, where these are not their names.
        private var references: [String: String] {
            var references = place.hasSelf ? ["Self": receiver] : [:]
            for parameter in keyParameters {
                if let reference = parameter.reference { references[reference.plainText] = reference.text }
            }
            for parameter in place.typeGenericParameters + place.genericParameters + genericParameters {
                references[parameter.name.plainText] = parameter.reference
            }
            return references
        }
    }

    extension GenericParameterSyntax {
        /// A type, or the value of a parameter like `let count: Int`.
        var reference: String { isValue ? name.text : "\(name.text).self" }

        var isValue: Bool { specifier?.tokenKind == .keyword(.let) }

        var isPack: Bool { specifier?.tokenKind == .keyword(.each) }
    }

    /// The arguments of the attribute, as they were written.
    struct CachedArguments {
        /// A string in an argument, with the syntax that a diagnostic points at.
        struct Text {
            var value: String
            var syntax: StringLiteralExprSyntax
        }

        private(set) var key: ExprSyntax?
        private(set) var cache: ExprSyntax?
        private(set) var ttl: ExprSyntax?
        private(set) var version: ExprSyntax?
        private(set) var excluding: ExprSyntax?
        private(set) var tags: ExprSyntax?
        private(set) var softTimeout: ExprSyntax?
        private(set) var hardTimeout: ExprSyntax?
        private(set) var cacheIf: ExprSyntax?
        /// The arguments that set an option of the same name.
        private(set) var options: [(label: String, value: ExprSyntax)] = []

        init(_ attribute: AttributeSyntax) {
            guard case .argumentList(let list)? = attribute.arguments else { return }
            for argument in list {
                let value = argument.expression
                switch argument.label?.plainText {
                case nil: key = value
                case "in": cache = value
                case "ttl": ttl = value
                case "version": version = value
                case "excluding": excluding = value
                case "tags": tags = value
                case "softTimeout": softTimeout = value
                case "hardTimeout": hardTimeout = value
                case "cacheIf": cacheIf = value
                case let label?: options.append((label, value))
                }
            }
        }
    }

    extension ExprSyntax {
        var isNil: Bool { self.is(NilLiteralExprSyntax.self) }

        /// The value of this string literal; `nil` for anything else and for a literal with interpolations.
        var text: CachedArguments.Text? {
            guard let literal = self.as(StringLiteralExprSyntax.self), let value = literal.representedLiteralValue
            else {
                return nil
            }
            return CachedArguments.Text(value: value, syntax: literal)
        }

        /// The strings in this array literal; `nil` for anything else.
        var texts: [CachedArguments.Text]? {
            guard let array = self.as(ArrayExprSyntax.self) else { return nil }
            let texts = array.elements.compactMap(\.expression.text)
            return texts.count == array.elements.count ? texts : nil
        }
    }
#endif

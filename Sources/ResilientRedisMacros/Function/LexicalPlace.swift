#if Macros
    import SwiftSyntax

    /// The declarations around a function, from the outside in.
    struct LexicalPlace {
        /// The names of all declarations around the function, joined by dots.
        private(set) var path = ""
        /// The type that the function is a member of, as its declaration names it: `Outer.Inner`.
        private(set) var typePath = ""
        /// The generic parameters of the functions around it.
        private(set) var genericParameters: [GenericParameterSyntax] = []
        /// The generic parameters of the types around it. Those of an extended type are not visible in the syntax.
        private(set) var typeGenericParameters: [GenericParameterSyntax] = []
        /// The function is declared in another function.
        private(set) var isLocal = false
        /// There is a `self`, in the function or around it.
        private(set) var hasSelf = false
        /// The type around it may stand for several types: it is generic, an extension, a protocol, or a class that is
        /// not final.
        private(set) var isOfManyTypes = false
        /// In the function around a local one, `self` is a type.
        private(set) var isInStaticMember = false

        /// - Parameter context: What encloses the function, from the inside out.
        init(_ context: [Syntax]) {
            for node in context.reversed() { enter(node) }
        }

        private mutating func enter(_ node: Syntax) {
            if let declaration = node.asProtocol((any DeclGroupSyntax).self) {
                enterType(declaration)
            } else if let function = node.as(FunctionDeclSyntax.self) {
                enterFunction(Signature.text(of: function), isStatic: function.modifiers.areStatic)
                genericParameters += function.genericParameterClause.map { Array($0.parameters) } ?? []
            } else if let variable = node.as(VariableDeclSyntax.self) {
                let name = variable.bindings.first?.pattern.trimmedDescription ?? "_"
                enterFunction(name, isStatic: variable.modifiers.areStatic)
            } else if let initializer = node.as(InitializerDeclSyntax.self) {
                enterFunction("init" + Signature.text(of: initializer.signature), isStatic: false)
            } else if let script = node.as(SubscriptDeclSyntax.self) {
                enterFunction("subscript", isStatic: script.modifiers.areStatic)
            } else {
                enterFunction("{}", isStatic: false)
            }
        }

        private mutating func enterType(_ declaration: any DeclGroupSyntax) {
            var name = "_"
            if let part = declaration.as(ExtensionDeclSyntax.self) {
                name = Signature.text(of: part.extendedType)
                addToPath(name + Signature.text(ofOptional: part.genericWhereClause))
                isOfManyTypes = true
            } else {
                name = declaration.asProtocol((any NamedDeclSyntax).self)?.name.plainText ?? "_"
                addToPath(name)
            }
            if let clause = declaration.asProtocol((any WithGenericParametersSyntax).self)?.genericParameterClause {
                typeGenericParameters += Array(clause.parameters)
                isOfManyTypes = true
            }
            if declaration.is(ClassDeclSyntax.self), !declaration.modifiers.contains(.final) { isOfManyTypes = true }
            if declaration.is(ProtocolDeclSyntax.self) { isOfManyTypes = true }
            typePath = isLocal || typePath.isEmpty ? name : typePath + "." + name
            isLocal = false
            isInStaticMember = false
            hasSelf = true
        }

        private mutating func enterFunction(_ name: String, isStatic: Bool) {
            addToPath(name)
            if hasSelf, !isLocal { isInStaticMember = isStatic }
            isLocal = true
        }

        private mutating func addToPath(_ name: String) {
            path += path.isEmpty ? name : "." + name
        }
    }

    extension DeclModifierListSyntax {
        func contains(_ keyword: Keyword) -> Bool {
            contains { $0.name.tokenKind == .keyword(keyword) }
        }

        var areStatic: Bool { contains(.static) || contains(.class) }
    }
#endif

#if Macros
    import SwiftSyntax

    /// What the spelling of a parameter's type tells about its use in a key. The compiler decides about the rest.
    enum ParameterFitness: Equatable {
        case usable
        case closure
        /// A set or a dictionary.
        case unordered
        /// A tuple, or anything behind `any`.
        case noStableText

        init(_ type: TypeSyntax) {
            if let type = type.as(AttributedTypeSyntax.self) {
                self.init(type.baseType)
            } else if let type = type.as(OptionalTypeSyntax.self) {
                self.init(type.wrappedType)
            } else if let type = type.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) {
                self.init(type.wrappedType)
            } else if let type = type.as(ArrayTypeSyntax.self) {
                self.init(type.element)
            } else if let type = type.as(TupleTypeSyntax.self) {
                if type.elements.count == 1, let element = type.elements.first {
                    self.init(element.type)
                } else {
                    self = .noStableText
                }
            } else if let type = type.as(SomeOrAnyTypeSyntax.self) {
                self = type.someOrAnySpecifier.tokenKind == .keyword(.any) ? .noStableText : .usable
            } else {
                self = Self.byName(type)
            }
        }

        private static func byName(_ type: TypeSyntax) -> ParameterFitness {
            if type.is(FunctionTypeSyntax.self) { return .closure }
            if type.is(DictionaryTypeSyntax.self) { return .unordered }
            guard let name = type.as(IdentifierTypeSyntax.self)?.name.text else { return .usable }
            switch name {
            case "Set", "Dictionary": return .unordered
            case "Any", "AnyObject", "AnyHashable": return .noStableText
            default: return .usable
            }
        }
    }
#endif

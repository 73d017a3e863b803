#if Macros
    import SwiftDiagnostics
    import SwiftSyntax

    /// What can be done about a diagnostic, as the editor offers it.
    enum CachedFixIt: FixItMessage {
        case addAsync
        case removeAttribute
        case remove(String)
        case sayThrows
        case exclude(String)
        case doNotExclude(String)
        case use(String)
        case addToTemplate(String)

        var fixItID: MessageID {
            let name = String("\(self)".prefix { $0 != "(" })
            return MessageID(domain: "ResilientRedisMacros", id: name)
        }

        var message: String {
            switch self {
            case .addAsync: "make the function 'async'"
            case .removeAttribute: "remove '@cached'"
            case .remove(let word): "remove '\(word)'"
            case .sayThrows: "say 'throws'"
            case .exclude(let name): "exclude '\(name)' from the key"
            case .doNotExclude(let name): "do not exclude '\(name)'"
            case .use(let name): "use '\(name)'"
            case .addToTemplate(let name): "add '{\(name)}' to the key"
            }
        }

        func replacing(_ old: some SyntaxProtocol, with new: some SyntaxProtocol) -> FixIt {
            FixIt(message: self, changes: [.replace(oldNode: Syntax(old), newNode: Syntax(new))])
        }
    }
#endif

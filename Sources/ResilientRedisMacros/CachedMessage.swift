#if Macros
    import SwiftDiagnostics
    import SwiftSyntax

    /// A message of `@cached` about a function: an error, or one of three warnings.
    enum CachedMessage: DiagnosticMessage, Equatable {
        // The function
        case notAFunction
        case noBody(String)
        case nested(String)
        case unnameable(String)
        case notAsync(String)
        case noResult(String)
        case opaqueResult
        case mutatesSelf(String)
        case rethrowsErrors
        case parameterPack(String)

        // Its parameters
        case ownership(parameter: String, specifier: String)
        case closure(parameter: String)
        case unordered(parameter: String, type: String)
        case noStableText(parameter: String, type: String)

        // The attribute's arguments
        case unknownExclusion(String)
        case notALiteral(argument: String)
        case brokenTemplate(String)
        case unknownPlaceholder(String)
        case adjacentPlaceholders(String, String)
        case missingInTemplate(String)
        case excludedAndUsed(String)
        case cannotTimeOut(String)
        case unknownPlace(String)
        case noSelf
        case noInstance

        // Beside it
        case repeated
        case otherMacro(String)
        case uninvalidatableOverride(companion: String)

        var severity: DiagnosticSeverity {
            switch self {
            case .repeated, .otherMacro, .uninvalidatableOverride: .warning
            default: .error
            }
        }

        var diagnosticID: MessageID {
            let name = String("\(self)".prefix { $0 != "(" })
            return MessageID(domain: "ResilientRedisMacros", id: name)
        }

        var message: String {
            switch self {
            case .notAFunction, .noBody, .nested, .unnameable, .notAsync, .noResult, .opaqueResult, .mutatesSelf,
                .rethrowsErrors,
                .parameterPack:
                aboutFunction
            case .ownership, .closure, .unordered, .noStableText: aboutParameter
            default: aboutAttribute
            }
        }
    }

    extension CachedMessage {
        private var aboutFunction: String {
            switch self {
            case .notAFunction: "@cached is for functions: it keeps what a function returns"
            case .noBody(let name): "@cached needs the body of '\(name)': mark the function that implements it"
            case .nested(let name):
                "@cached on a function in the cached function '\(name)' is not supported by the compiler: move one outside"
            case .unnameable(let name):
                "@cached names the key after the function, and '\(name)' is an operator: call a cached function from it"
            case .notAsync(let name): "'\(name)' must be async to be cached: a cache is asked over the network"
            case .noResult(let name): "'\(name)' returns nothing that could be cached"
            case .opaqueResult:
                "a 'some' result cannot be cached: the type to decode would be unknown; name the type"
            case .mutatesSelf(let name):
                "'\(name)' changes self, which would not happen when its result is found in the cache"
            case .rethrowsErrors: "a cached function cannot rethrow: say 'throws'"
            case .parameterPack(let name):
                "a cached function cannot have the parameter pack '\(name)': write an overload for each number of arguments"
            default: ""
            }
        }

        private var aboutParameter: String {
            switch self {
            case .ownership(let parameter, let specifier):
                "'\(parameter)' is \(specifier), which has no effect when the result is found in the cache"
            case .closure(let parameter):
                "the closure '\(parameter)' cannot be a part of the key: exclude it if the result does not depend on it"
            case .unordered(let parameter, let type):
                """
                '\(parameter)' cannot be a part of the key, because the order of a '\(type)' differs from run to run: \
                pass a sorted array, or exclude it if the result does not depend on it
                """
            case .noStableText(let parameter, let type):
                """
                '\(parameter)' cannot be a part of the key, because '\(type)' has no text that is the same in every \
                process: pass what identifies it, or exclude it if the result does not depend on it
                """
            default: ""
            }
        }

        private var aboutAttribute: String {
            switch self {
            case .unknownExclusion(let name): "there is no parameter '\(name)' to exclude from the key"
            case .notALiteral(let argument):
                "'\(argument)' must be written out as a literal: it is read by the compiler"
            case .brokenTemplate(let problem):
                "\(problem) in the key's template; write '{{' and '}}' for braces in the key"
            case .unknownPlaceholder(let name): "there is no parameter '\(name)' for the placeholder '{\(name)}'"
            case .adjacentPlaceholders(let first, let second):
                """
                nothing shows where '{\(first)}' ends and '{\(second)}' begins: \
                put a character such as ':' between them that values have percent-encoded
                """
            case .missingInTemplate(let name):
                "calls that differ in '\(name)' only would share one value: put it in the key, or exclude it"
            case .excludedAndUsed(let name): "'\(name)' is excluded from the key and has a placeholder in it"
            case .cannotTimeOut(let name):
                "'\(name)' must be declared 'throws' to have a hard timeout: when it has passed, RedisCache.LoadTimeout is thrown"
            case .unknownPlace(let name):
                "the compiler does not tell in which file '\(name)' is declared, which is a part of its key: write a template"
            case .noSelf: "only a method has properties for a key path: name a cache, or use RedisCache.default"
            case .noInstance: "a static function has no instance: name a static property, such as 'in: Reports.cache'"
            case .repeated: "@cached is written twice: only the last one has an effect"
            case .otherMacro(let name):
                """
                the compiler keeps the body of one macro only, the last one: \
                if @\(name) writes a body too, put one of the two on a function of its own
                """
            case .uninvalidatableOverride(let companion):
                """
                an override has a key of its own, but '\(companion)' is inherited: \
                give @cached a template to be able to invalidate it
                """
            default: ""
            }
        }
    }

    /// A correction that the editor offers with a message.
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

#if Macros
    import SwiftCompilerPlugin
    import SwiftSyntaxMacros

    /// What the compiler starts to have `@cached` expanded.
    @main
    struct MacrosPlugin: CompilerPlugin {
        let providingMacros: [any Macro.Type] = [CachedMacro.self]
    }
#else
    /// Without the trait there is nothing to expand, but the package manager builds this target in its own package all the same.
    @main
    enum MacrosPlugin {
        static func main() {}
    }
#endif

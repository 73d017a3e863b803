#if Macros
    import SwiftDiagnostics
    import SwiftSyntaxMacrosGenericTestSupport
    import Testing

    @Suite("Warnings of @cached")
    struct CachedMacroWarningTests {
        private func expectWarning(_ message: String, in source: String, column: Int) {
            expectExpansion(
                of: source, to: expansion(of: source),
                diagnostics: [DiagnosticSpec(message: message, line: 1, column: column, severity: .warning)])
        }

        @Test(
            "@cached warns of another macro that may have a body",
            arguments: ["Traced", "logged(level: 1)", "Other.Traced"])
        func otherMacro(attribute: String) {
            let name = attribute.prefix { $0 != "(" }
            expectWarning(
                """
                the compiler keeps the body of one macro only, the last one: \
                if @\(name) writes a body too, put one of the two on a function of its own
                """, in: "@cached @\(attribute) func f() async -> Int { 1 }", column: 9)
        }

        @Test(
            "@cached does not warn of attributes of the language and global actors",
            arguments: [
                "MainActor", "DatabaseActor", "available(macOS 26, *)", "discardableResult", "Sendable", "_spi(X)",
            ])
        func noMacro(attribute: String) {
            let source = "@cached @\(attribute) func f() async -> Int { 1 }"
            expectExpansion(of: source, to: expansion(of: source))
        }

        @Test("@cached warns of an override that could not be invalidated")
        func override() {
            expectWarning(
                """
                an override has a key of its own, but 'fCacheKey' is inherited: \
                give @cached a template to be able to invalidate it
                """, in: "class C: B { @cached override func f() async -> Int { 1 } }", column: 14)
            let source = #"class C: B { @cached("f") override func f() async -> Int { 1 } }"#
            expectExpansion(of: source, to: expansion(of: source))
        }
    }
#endif

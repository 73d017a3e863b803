#if Macros
    import SwiftSyntaxMacrosGenericTestSupport
    import Testing

    @Suite("Functions that @cached refuses")
    struct FunctionDiagnosticsTests {
        @Test("@cached refuses a function that is not async")
        func notAsync() {
            let message = "'f' must be async to be cached: a cache is asked over the network"
            expectError(
                message, in: "@cached func f() -> Int { 1 }", at: (1, 14), fixIts: ["make the function 'async'"],
                fixed: "@cached func f() async -> Int { 1 }")
            expectError(
                message, in: "@cached func f() throws -> Int { 1 }", at: (1, 14),
                fixIts: ["make the function 'async'"], fixed: "@cached func f() async throws -> Int { 1 }")
        }

        @Test(
            "@cached refuses a function that returns nothing", arguments: ["", " -> Void", " -> ()", " -> Swift.Void"])
        func noResult(result: String) {
            expectError(
                "'f' returns nothing that could be cached",
                in: "@cached\n@discardableResult\nfunc f() async\(result) {\n}",
                at: result.isEmpty ? (3, 6) : (3, 19), fixIts: ["remove '@cached'"],
                fixed: "@discardableResult\nfunc f() async\(result) {\n}")
        }

        @Test(
            "@cached refuses a function with an opaque result",
            arguments: ["some Codable", "(some Codable)?", "[some Codable]"])
        func opaqueResult(type: String) throws {
            let column = try 25 + #require(type.firstRange(of: "some")).lowerBound.utf16Offset(in: type)
            expectError(
                "a 'some' result cannot be cached: the type to decode would be unknown; name the type",
                in: "@cached func f() async -> \(type) { 1 }", at: (1, column + 2))
        }

        @Test("@cached refuses a function that changes self", arguments: ["mutating", "consuming"])
        func mutating(word: String) {
            expectError(
                "'f' changes self, which would not happen when its result is found in the cache",
                in: "@cached \(word) func f() async -> Int { 1 }", at: (1, 9), fixIts: ["remove '\(word)'"],
                fixed: "@cached func f() async -> Int { 1 }")
        }

        @Test("@cached refuses a function that rethrows")
        func rethrowing() {
            expectError(
                "a cached function cannot rethrow: say 'throws'",
                in: #"@cached(excluding: ["g"]) func f(g: () throws -> Void) async rethrows -> Int { 1 }"#,
                at: (1, 62), fixIts: ["say 'throws'"],
                fixed: #"@cached(excluding: ["g"]) func f(g: () throws -> Void) async throws -> Int { 1 }"#)
        }

        @Test("@cached refuses an operator")
        func anOperator() {
            expectError(
                "@cached names the key after the function, and '+' is an operator: call a cached function from it",
                in: "enum E { @cached static func + (a: E, b: E) async -> Int { 1 } }", at: (1, 30))
        }

        @Test("@cached refuses a parameter pack")
        func pack() {
            expectExpansion(
                of: "@cached func f<each T>(a: repeat each T) async -> Int { 1 }",
                to: expansion(of: "@cached func f<each T>(a: repeat each T) async -> Int { 1 }"),
                diagnostics: ["T", "a"].enumerated().map { index, name in
                    .init(
                        message: """
                            a cached function cannot have the parameter pack '\(name)': \
                            write an overload for each number of arguments
                            """, line: 1, column: [16, 24][index])
                })
        }

        @Test("@cached refuses a function that holds another cached function")
        func nested() {
            let source =
                #"@cached func f() async -> Int { struct S { @cached("g") func g() async -> Int { 2 } }; return 1 }"#
            expectExpansion(
                of: source, to: expansion(of: source),
                diagnostics: [
                    .init(
                        message: """
                            @cached on a function in the cached function 'f' is not supported by the compiler: \
                            move one outside
                            """, line: 1, column: 44)
                ])
        }

        @Test("@cached refuses anything but a function")
        func initializer() {
            expectError(
                "@cached is for functions: it keeps what a function returns", in: "struct S { @cached init() {} }",
                at: (1, 12))
        }

        @Test("@cached reports all errors of a function at once")
        func several() {
            expectExpansion(
                of: "@cached mutating func f(a: inout Int) -> Int { 1 }",
                to: expansion(of: "@cached mutating func f(a: inout Int) -> Int { 1 }"),
                diagnostics: [
                    .init(
                        message: "'f' must be async to be cached: a cache is asked over the network", line: 1,
                        column: 23, fixIts: [.init(message: "make the function 'async'")]),
                    .init(
                        message: "'f' changes self, which would not happen when its result is found in the cache",
                        line: 1, column: 9, fixIts: [.init(message: "remove 'mutating'")]),
                    .init(
                        message: "'a' is inout, which has no effect when the result is found in the cache", line: 1,
                        column: 25, fixIts: [.init(message: "remove 'inout'")]),
                ])
        }
    }
#endif

#if Macros
    import Testing

    @Suite("Errors in the arguments of @cached")
    struct ArgumentDiagnosticsTests {
        @Test("@cached refuses an exclusion that names no parameter")
        func unknownExclusion() {
            expectError(
                "there is no parameter 'trac' to exclude from the key",
                in: #"@cached(excluding: ["b", "trac"]) func f(a: Int, trace: Int, b: Int) async -> Int { a }"#,
                at: (1, 26), fixIts: ["use 'trace'", "do not exclude 'trac'"], applying: "use 'trace'",
                fixed: #"@cached(excluding: ["b", "trace"]) func f(a: Int, trace: Int, b: Int) async -> Int { a }"#)
            expectError(
                "there is no parameter 'x' to exclude from the key",
                in: #"@cached(excluding: ["a", "x"]) func f(a: Int) async -> Int { 1 }"#, at: (1, 26),
                fixIts: ["do not exclude 'x'"],
                fixed: #"@cached(excluding: ["a"]) func f(a: Int) async -> Int { 1 }"#)
        }

        @Test("@cached refuses anything but a literal where the compiler reads the argument")
        func literals() {
            expectError(
                "'excluding' must be written out as a literal: it is read by the compiler",
                in: "@cached(excluding: names) func f(a: Int) async -> Int { a }", at: (1, 20))
            expectError(
                "'key' must be written out as a literal: it is read by the compiler",
                in: "@cached(name) func f(a: Int) async -> Int { a }", at: (1, 9))
            expectError(
                "'tags' must be written out as a literal: it is read by the compiler",
                in: #"@cached(tags: ["a", name]) func f(a: Int) async -> Int { a }"#, at: (1, 21))
        }

        @Test(
            "@cached refuses a broken template",
            arguments: [
                ("a}", "'}' without '{'"), ("{a", "'{' without '}'"), ("{}", "'{}' holds no name"),
                ("{a.}", "'{a.}' holds no name"), ("{1}", "'{1}' holds no name"), ("{a b}", "'{a b}' holds no name"),
            ])
        func brokenTemplate(template: String, problem: String) {
            expectError(
                "\(problem) in the key's template; write '{{' and '}}' for braces in the key",
                in: #"@cached("\#(template)") func f() async -> Int { 1 }"#, at: (1, 9))
        }

        @Test("@cached refuses a placeholder that names no parameter")
        func unknownPlaceholder() {
            expectError(
                "there is no parameter 'idd' for the placeholder '{idd}'",
                in: #"@cached("user:{idd}:{b.c}", excluding: ["id"]) func f(id: Int, b: B) async -> Int { 1 }"#,
                at: (1, 9), fixIts: ["use 'id'"],
                fixed: #"@cached("user:{id}:{b.c}", excluding: ["id"]) func f(id: Int, b: B) async -> Int { 1 }"#)
            expectError(
                "there is no parameter 'x' for the placeholder '{x}'",
                in: #"@cached(tags: ["{x.y}"]) func f() async -> Int { 1 }"#, at: (1, 16))
            expectError(
                "there is no parameter 'self' for the placeholder '{self}'",
                in: #"@cached("{self.id}") func f() async -> Int { 1 }"#, at: (1, 9))
        }

        @Test(
            "@cached refuses placeholders between which nothing shows where the first value ends",
            arguments: ["{a}{b}", "{a}x{b}", "{a}-%20{b}"])
        func adjacent(template: String) {
            expectError(
                """
                nothing shows where '{a}' ends and '{b}' begins: \
                put a character such as ':' between them that values have percent-encoded
                """, in: #"@cached("\#(template)") func f(a: Int, b: Int) async -> Int { 1 }"#, at: (1, 9))
        }

        @Test("@cached refuses a parameter that is neither in the template nor excluded")
        func missing() {
            let message = "calls that differ in 'b' only would share one value: put it in the key, or exclude it"
            let source = #"@cached("f:{a}") func f(a: Int, b: Int) async -> Int { 1 }"#
            let fixIts = ["add '{b}' to the key", "exclude 'b' from the key"]
            expectError(
                message, in: source, at: (1, 33), fixIts: fixIts, applying: fixIts[0],
                fixed: #"@cached("f:{a}:{b}") func f(a: Int, b: Int) async -> Int { 1 }"#)
            expectError(
                message, in: source, at: (1, 33), fixIts: fixIts, applying: fixIts[1],
                fixed: #"@cached("f:{a}", excluding: ["b"]) func f(a: Int, b: Int) async -> Int { 1 }"#)
        }

        @Test("@cached refuses a generic parameter that is not in the template")
        func missingType() {
            expectError(
                "calls that differ in 'T' only would share one value: put it in the key, or exclude it",
                in: #"@cached("f:{a}") func f<T: Codable>(a: Int) async -> T? { nil }"#, at: (1, 25),
                fixIts: ["add '{T}' to the key"],
                fixed: #"@cached("f:{a}:{T}") func f<T: Codable>(a: Int) async -> T? { nil }"#)
        }

        @Test("@cached refuses a generic parameter of the type that is not in the template")
        func missingTypeOfType() {
            expectError(
                "calls that differ in 'T' only would share one value: put it in the key, or exclude it",
                in: #"struct S<T> { @cached("f") func f() async -> T? { nil } }"#, at: (1, 23),
                fixIts: ["add '{T}' to the key"],
                fixed: #"struct S<T> { @cached("f:{T}") func f() async -> T? { nil } }"#)
            let source = #"struct S<T> { @cached("f:{Self}") func f() async -> T? { nil } }"#
            expectExpansion(of: source, to: expansion(of: source))
        }

        @Test("@cached refuses a template with a parameter that cannot be part of a key")
        func unfit() {
            expectError(
                """
                'b' cannot be a part of the key, because the order of a 'Set<Int>' differs from run to run: \
                pass a sorted array, or exclude it if the result does not depend on it
                """,
                in: #"@cached("f:{a.count}:{b}") func f(a: Set<Int>, b: Set<Int>) async -> Int { 1 }"#, at: (1, 48),
                fixIts: ["exclude 'b' from the key"])
        }

        @Test("@cached refuses a parameter that is both in the template and excluded")
        func excludedAndUsed() {
            expectError(
                "'a' is excluded from the key and has a placeholder in it",
                in: #"@cached("f:{a}", excluding: ["a"]) func f(a: Int) async -> Int { 1 }"#, at: (1, 9))
        }

        @Test("@cached refuses a hard timeout of a function that could not throw it", arguments: ["", "throws(E) "])
        func hardTimeout(effect: String) {
            expectError(
                "'f' must be declared 'throws' to have a hard timeout: when it has passed, RedisCache.LoadTimeout is thrown",
                in: "@cached(hardTimeout: .seconds(1)) func f() async \(effect)-> Int { 1 }", at: (1, 22),
                fixIts: ["say 'throws'"], fixed: "@cached(hardTimeout: .seconds(1)) func f() async throws -> Int { 1 }")
        }

        @Test("@cached refuses a key path where there is no instance with the property")
        func keyPaths() {
            expectError(
                "only a method has properties for a key path: name a cache, or use RedisCache.default",
                in: #"@cached(in: \R.cache) func f() async -> Int { 1 }"#, at: (1, 13))
            expectError(
                "a static function has no instance: name a static property, such as 'in: Reports.cache'",
                in: #"struct R { @cached(in: \R.cache) static func f() async -> Int { 1 } }"#, at: (1, 24))
        }
    }
#endif

#if Macros
    import Testing

    @Suite("Parameters that @cached refuses")
    struct ParameterDiagnosticsTests {
        @Test(
            "@cached refuses an inout, borrowing or consuming parameter",
            arguments: ["inout", "borrowing", "consuming"])
        func ownership(word: String) {
            expectError(
                "'a' is \(word), which has no effect when the result is found in the cache",
                in: "@cached func f(a: \(word) Int) async -> Int { 1 }", at: (1, 16), fixIts: ["remove '\(word)'"],
                fixed: "@cached func f(a: Int) async -> Int { 1 }")
        }

        @Test(
            "@cached refuses a closure that is not excluded",
            arguments: ["() -> Void", "@escaping @Sendable () async -> Void", "(() -> Void)?", "(() -> Void)..."])
        func closure(type: String) {
            let message =
                "the closure 'done' cannot be a part of the key: exclude it if the result does not depend on it"
            expectError(
                message, in: "@cached func f(_ done: \(type)) async -> Int { 1 }", at: (1, 16),
                fixIts: ["exclude 'done' from the key"],
                fixed: #"@cached(excluding: ["done"]) func f(_ done: \#(type)) async -> Int { 1 }"#)
        }

        @Test("@cached offers to exclude a closure beside the exclusions that are there")
        func anotherClosure() {
            expectError(
                "the closure 'b' cannot be a part of the key: exclude it if the result does not depend on it",
                in: #"@cached(excluding: ["a"], jitter: 0) func f(a: () -> Void, b: () -> Void) async -> Int { 1 }"#,
                at: (1, 60), fixIts: ["exclude 'b' from the key"],
                fixed: """
                    @cached(excluding: ["a", "b"], jitter: 0) func f(a: () -> Void, b: () -> Void) async -> Int { 1 }
                    """)
            expectError(
                "the closure 'b' cannot be a part of the key: exclude it if the result does not depend on it",
                in: #"@cached("f", ttl: .seconds(1)) func f(b: () -> Void) async -> Int { 1 }"#,
                at: (1, 39), fixIts: ["exclude 'b' from the key"],
                fixed: """
                    @cached("f", ttl: .seconds(1), excluding: ["b"]) func f(b: () -> Void) async -> Int { 1 }
                    """)
        }

        @Test(
            "@cached refuses a collection without order",
            arguments: ["Set<Int>", "[String: Int]", "Dictionary<String, Int>", "[Set<Int>]?"])
        func unordered(type: String) {
            expectError(
                """
                'a' cannot be a part of the key, because the order of a '\(type)' differs from run to run: \
                pass a sorted array, or exclude it if the result does not depend on it
                """,
                in: "@cached func f(a: \(type)) async -> Int { 1 }", at: (1, 16), fixIts: ["exclude 'a' from the key"],
                fixed: #"@cached(excluding: ["a"]) func f(a: \#(type)) async -> Int { 1 }"#)
        }

        @Test(
            "@cached refuses a value without a stable text",
            arguments: ["Any", "AnyObject", "any P", "(any P)?", "(Int, Int)", "[any P]"])
        func noStableText(type: String) {
            expectError(
                """
                'a' cannot be a part of the key, because '\(type)' has no text that is the same in every process: \
                pass what identifies it, or exclude it if the result does not depend on it
                """,
                in: "@cached func f(a: \(type)) async -> Int { 1 }", at: (1, 16), fixIts: ["exclude 'a' from the key"],
                fixed: #"@cached(excluding: ["a"]) func f(a: \#(type)) async -> Int { 1 }"#)
        }

        @Test("@cached accepts any parameter that has no name in the body")
        func unnamed() {
            expectExpansion(
                of: "func g() { @cached func f(_: Set<Int>, a _: () -> Void) async -> Int { 1 } }",
                to: expansion(of: "func g() { @cached func f(_: Set<Int>, a _: () -> Void) async -> Int { 1 } }"))
        }
    }
#endif

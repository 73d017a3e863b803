#if Macros
    import Testing

    @Suite("Functions for the key that @cached adds")
    struct CompanionTests {
        private func companion(_ source: String) -> String? {
            expansion(of: source).split(separator: "\n").first { $0.contains("CacheKey") && $0.contains("func ") }
                .map { String($0.drop { $0 == " " }) }
        }

        @Test(
            "The key's function can be called from where the cached function can be called, on any actor, without waiting",
            arguments: [
                ("public", "public nonisolated"), ("open", "public nonisolated"), ("private", "private nonisolated"),
                ("package static", "package nonisolated static"), ("class", "nonisolated static"),
                ("@MainActor", "nonisolated"), ("nonisolated", "nonisolated"),
            ])
        func modifiers(before: String, after: String) {
            #expect(
                companion("class C { @cached \(before) func f(a: Int) async throws -> Int { a } }")
                    == "\(after) func fCacheKey(a: Int) -> String {")
        }

        @Test("The key's function is free beside a free function")
        func free() {
            #expect(companion("@cached func f() async -> Int { 1 }") == "func fCacheKey() -> String {")
        }

        @Test("The key's function has the parameters that are in the key, with their defaults")
        func parameters() {
            let source = """
                @cached(excluding: ["trace"])
                func f(_ a: Int = 1, trace: T, of b: sending B, c: Int..., on: isolated A) async -> Int { a }
                """
            #expect(companion(source) == "func fCacheKey(_ a: Int = 1, of b: B, c: Int...) -> String {")
        }

        @Test("The key's function has the generic parameters, and takes those as arguments that no argument determines")
        func generics() {
            #expect(
                companion("@cached func f<T: P, U: Q>(a: [T]) async -> U where T: R { a }")
                    == "func fCacheKey<T: P, U: Q>(a: [T], U: U.Type) -> String where T: R {")
        }

        @Test("The key's function has no backticks in its name, unless it needs its own")
        func backticks() {
            #expect(
                companion("@cached func `repeat`() async -> Int { 1 }") == "func repeatCacheKey() -> String {")
            #expect(
                companion("@cached func `two words`() async -> Int { 1 }") == "func `two wordsCacheKey`() -> String {")
        }

        @Test("The key's function keeps the availability of the cached function")
        func availability() {
            let text = expansion(of: "@available(macOS 26, *) @cached @discardableResult func f() async -> Int { 1 }")
            #expect(text.contains("@available(macOS 26, *)\nfunc fCacheKey() -> String {"))
        }

        @Test("No function for the key is added beside an override or a local function")
        func none() {
            #expect(companion(#"class C: B { @cached("c") override func f() async -> Int { 1 } }"#) == nil)
            #expect(companion("func g() { @cached func f() async -> Int { 1 } }") == nil)
        }
    }
#endif

#if Macros
    import Testing

    @Suite("Keys that @cached makes")
    struct KeyPlanTests {
        @Test("A key names labels, types and result, followed by every argument in order")
        func arguments() {
            #expect(
                key(of: "@cached func f(_ a: Int, for b: [String]?, c: Int...) async -> Bool { true }") == [
                    #""Shop/Shop.swift#f(_:Int,for:[String]?,c:Int...)->Bool""#, "a", "b", "c",
                ])
        }

        @Test("A key does not depend on spaces, line breaks and comments, and has no backticks")
        func spelling() {
            let plain = key(of: "@cached func `in`(a: [Int], b: some Codable) async -> Bool { true }")
            let spread = key(
                of: """
                    @cached func `in` (a : [ Int ] /* not b */,
                        b: some   Codable) async
                        -> Bool { true }
                    """)
            #expect(plain[0] == #""Shop/Shop.swift#in(a:[Int],b:some Codable)->Bool""#)
            #expect(spread == plain)
        }

        @Test("A key names the types around a function")
        func nesting() {
            let source = "struct Outer { enum Inner { @cached static func f() async -> Int { 1 } } }"
            #expect(key(of: source) == [#""Shop/Shop.swift#Outer.Inner.static f()->Int""#])
        }

        @Test(
            "A key has the type of self where the declaration does not name it",
            arguments: [
                ("extension Source where Self: Sendable", "Source where Self:Sendable", "Source"),
                ("class Source", "Source", "Source"), ("struct Source<T>", "Source", "Source"),
            ])
        func receiver(declaration: String, path: String, name: String) {
            let end = #"in: "Shop", path: "\#(name)""#
            #expect(
                key(of: "\(declaration) { @cached func f() async -> Int { 1 } }")
                    == ["\"Shop/Shop.swift#\(path).f()->Int\"", "receiver: type(of: self), \(end)"])
            #expect(
                key(of: "\(declaration) { @cached static func f() async -> Int { 1 } }")
                    == ["\"Shop/Shop.swift#\(path).static f()->Int\"", "receiver: self, \(end)"])
        }

        @Test(
            "A key has no type of self where there is only one", arguments: ["struct", "enum", "actor", "final class"])
        func noReceiver(kind: String) {
            #expect(key(of: "\(kind) Source { @cached func f() async -> Int { 1 } }").count == 1)
        }

        @Test("A key has the type of self within a generic type or an extension around it")
        func outerReceiver() {
            let generic = key(of: "enum Outer<T> { struct Inner { @cached func f() async -> Int { 1 } } }")
            #expect(generic.last == #"receiver: type(of: self), in: "Shop", path: "Outer.Inner""#)
            let local = key(of: "extension P { func f() { @cached func g() async -> Int { 1 } } }")
            #expect(local.last == #"receiver: type(of: self), in: "Shop", path: "P""#)
            let localOfStatic = key(of: "extension P { static func f() { @cached func g() async -> Int { 1 } } }")
            #expect(localOfStatic.last == #"receiver: self, in: "Shop", path: "P""#)
        }

        @Test("A key has the generic arguments, also those of functions around it")
        func generics() {
            let source =
                "func f<T, let n: Int>() { @cached func g<U: Codable>(_ u: U.Type) async -> U? where T: P { nil } }"
            #expect(
                key(of: source) == [
                    #""Shop/Shop.swift:1:40#f<T,let n:Int>().g<U:Codable>(_:U.Type)->U? where T:P""#, "T.self", "n",
                    "U.self", "u",
                ])
        }

        @Test("A key has the types of arguments of opaque types, wherever these stand in the declaration")
        func opaqueTypes() {
            #expect(
                key(of: "@cached func f(a: some P, b: [some P]?, `in` c: some P..., d: Int) async -> Int { 1 }") == [
                    #""Shop/Shop.swift#f(a:some P,b:[some P]?,in:some P...,d:Int)->Int""#, "type(of: a)", "a",
                    "type(of: b)", "b", "type(of: c)", "c", "d",
                ])
            #expect(
                key(of: #"@cached("{a.id}:{in}") func f(a: some P, `in`: some P) async -> Int { 1 }"#) == [
                    #""""#, "placeholder: a.id", #"literal: ":""#, "placeholder: `in`", #"literal: ":""#,
                    "placeholder: type(of: a)", #"literal: ":""#, "placeholder: type(of: `in`)",
                ])
        }

        @Test("A key leaves out excluded arguments, isolation, and parameters without a name")
        func omissions() {
            let source = """
                @cached(excluding: ["trace", "done"])
                func f(trace: Trace, a: Int, on actor: isolated (any Actor)? = #isolation, _: Int, done: () -> Void) async -> Int { a }
                """
            #expect(key(of: source).dropFirst() == ["a"])
        }

        @Test("A key ends with the version")
        func version() {
            #expect(key(of: "@cached(version: 3) func f(a: Int) async -> Int { a }").dropFirst() == ["a", "3"])
            #expect(
                key(of: #"@cached("a:{a}", version: V.now) func f(a: Int) async -> Int { a }"#)
                    == [#""a:""#, "placeholder: a", #"literal: "@""#, "placeholder: V.now"])
        }

        @Test("A key made by a template has nothing else in it")
        func template() {
            let source = #"""
                extension P {
                    @cached("{{a}}:{b.id}/{T}|{self.name}:{Self}:{in}")
                    func f<T>(b: B, `in`: Int) async -> T { b }
                }
                """#
            #expect(
                key(of: source) == [
                    #""{a}:""#, "placeholder: b.id", #"literal: "/""#, "placeholder: T.self", #"literal: "|""#,
                    "placeholder: self.name", #"literal: ":""#, "placeholder: type(of: self)", #"literal: ":""#,
                    "placeholder: `in`",
                ])
        }

        @Test("A key without a template needs the file of the function")
        func unknownPlace() {
            let composed = expansion(of: "@cached func f() async -> Int { 1 }", isPlaceKnown: false)
            #expect(!composed.contains("RedisCacheKey"))
            let template = expansion(of: #"@cached("f") func f() async -> Int { 1 }"#, isPlaceKnown: false)
            #expect(template.contains(#"RedisCacheKey("f")"#))
            #expect(!template.contains("#sourceLocation"))
        }
    }
#endif

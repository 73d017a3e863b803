import CommandGenerator
import Testing

/// Reading definitions of commands, and the Swift that is made of them.
@Suite struct CommandDefinitionTests {
    private static let text = """
        # A comment.
        HEXAMPLE TWO(_ key: K, of fields: [K], count: Int? = nil, as Value) -!> [Value?]
            = key, "FIELDS", CountedList(fields),
            = KeywordArgument("COUNT", count)
            Returns an example.

            - Returns: More.

        PLAIN(_ members: Member..., options: [Field: Value]) where Field: RESPArgument, Value: RESPArgument -> Void
            ~ { try $0.check() }
            Does it.
        """

    @Test func `a definition has its parameters, generic parameters, reply and documentation`() throws {
        let definitions = try CommandDefinition.parse(Self.text)
        #expect(definitions.map(\.name) == ["HEXAMPLE TWO", "PLAIN"])
        let first = definitions[0]
        #expect(first.identifier == "hexampleTwo")
        #expect(first.isDiscardable)
        #expect(first.reply == "[Value?]")
        #expect(first.generics == ["Value: RESPDecodable"])
        #expect(first.parameters.map(\.label) == [nil, "of", "count", "as"])
        #expect(first.parameters.map(\.type) == ["some RESPArgument", "[some RESPArgument]", "Int?", "Value.Type"])
        #expect(first.parameters.map(\.defaultValue) == [nil, nil, "nil", "Value.self"])
        #expect(first.documentation == ["Returns an example.", "", "- Returns: More."])
        #expect(!definitions[1].isDiscardable)
        #expect(definitions[1].generics == ["Field: RESPArgument", "Value: RESPArgument", "Member: RESPEncodable"])
        #expect(definitions[1].decode == "{ try $0.check() }")
    }

    @Test(arguments: ["NOTHING", "NAME(key -> Int", "NAME(_ key: K) -> Int", "NAME(word) -> Int\n    Text."])
    func `a definition without a form, a type or documentation is an error`(text: String) {
        #expect(throws: DefinitionError.self) { try CommandDefinition.parse(text) }
    }

    @Test(arguments: [
        ("CONFIG GET", "configGet"), ("SORT_RO", "sortRo"), ("CLIENT NO-EVICT", "clientNoEvict"), ("GET", "get"),
    ])
    func `words of a name are joined`(name: String, identifier: String) {
        #expect(CommandDefinition.identifier(name) == identifier)
    }

    @Test func `a definition becomes a method and a value`() throws {
        let writer = SwiftWriter(catalog: CommandCatalog([]), overrides: try CommandOverrides(""))
        let files = writer.files(try CommandDefinition.parse(Self.text))
        let source = try #require(files["Generated"])
        #expect(files.count == 1)
        for part in [
            "try await send(.hexampleTwo(key, of: fields, count: count, as: type))",
            ") -> RedisCommand where Reply == [Value?] {",
            "RedisCommand(.hexampleTwo, key, \"FIELDS\", CountedList(fields),KeywordArgument(\"COUNT\", count))",
            "/// `HEXAMPLE TWO`: returns an example.", "@inlinable @discardableResult",
            "send(.plain(ArgumentList(members), options: options))", "RedisCommand(.plain) { try $0.check() }",
        ] {
            #expect(source.contains(part), "\(part)")
        }
    }

    @Test func `overrides go on in lines that begin with a space`() throws {
        let overrides = try CommandOverrides(
            """
            # A comment.
            traits [.readOnly, .blocking]: COMMAND, COMMAND
                DOCS
            keys .firstAndStored(from: 2): SORT
            custom: GET, SET
            excluded: AUTH
            """)
        #expect(overrides.traits == ["COMMAND": "[.readOnly, .blocking]", "COMMAND DOCS": "[.readOnly, .blocking]"])
        #expect(overrides.keys == ["SORT": ".firstAndStored(from: 2)"])
        #expect(overrides.custom == ["GET", "SET"])
        #expect(overrides.excluded == ["AUTH"])
        #expect(throws: DefinitionError.self) { try CommandOverrides("wrong x: GET") }
        #expect(throws: DefinitionError.self) { try CommandOverrides("traits") }
    }
}

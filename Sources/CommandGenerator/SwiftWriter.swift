/// Writes the Swift sources of commands. All functions are pure; `swift format` lays the lines out.
package struct SwiftWriter: Sendable {
    package var catalog: CommandCatalog
    package var overrides: CommandOverrides

    package init(catalog: CommandCatalog, overrides: CommandOverrides) {
        self.catalog = catalog
        self.overrides = overrides
    }

    private static let header = "// Made by scripts/generate from Sources/CommandGenerator. Do not edit.\n"

    /// The files of a group, by what stands behind the group's name: its methods and values, in two files when they
    /// would make a long one.
    package func files(_ definitions: [CommandDefinition]) -> [String: String] {
        let imports = definitions.contains { "\($0)".contains("Date") } ? "public import FoundationEssentials\n" : ""
        let methods = definitions.map { method($0) }.joined(separator: "\n\n")
        let values = definitions.map { value($0) }.joined(separator: "\n\n")
        let start = "\(Self.header)\(imports)\n"
        let extensions = ("extension RedisCommands {\n\(methods)\n}\n", "extension RedisCommand {\n\(values)\n}\n")
        guard definitions.count > 18 else { return ["Generated": start + extensions.0 + "\n" + extensions.1] }
        return ["Methods": start + extensions.0, "Values": start + extensions.1]
    }

    private func generics(_ definition: CommandDefinition) -> String {
        definition.generics.isEmpty ? "" : "<\(definition.generics.joined(separator: ", "))>"
    }

    private func parameters(_ definition: CommandDefinition) -> String {
        definition.parameters.map { parameter in
            let label = parameter.label == parameter.name ? "" : (parameter.label ?? "_") + " "
            let value = parameter.defaultValue.map { " = \($0)" } ?? ""
            return "\(label)\(parameter.name): \(parameter.type)\(value)"
        }.joined(separator: ", ")
    }

    private func documentation(_ definition: CommandDefinition, asValue: Bool) -> String {
        var lines = definition.documentation
        if asValue {
            // The first paragraph tells enough; the method has the rest.
            lines = Array(lines.prefix { !$0.isEmpty })
            lines[0] = "`\(definition.name)`: \(lines[0].prefix(1).lowercased())\(lines[0].dropFirst())"
        } else if let availability = catalog.availability(definition.name) {
            let end = lines.firstIndex { $0.isEmpty } ?? lines.endIndex
            lines.insert(contentsOf: ["", availability], at: end)
        }
        return lines.map { $0.isEmpty ? "    ///" : "    /// \($0)" }.joined(separator: "\n")
    }

    private func method(_ definition: CommandDefinition) -> String {
        let arguments = definition.parameters.map { parameter in
            let value = parameter.isVariadic ? "ArgumentList(\(parameter.name))" : parameter.name
            return (parameter.label.map { "\($0): " } ?? "") + value
        }.joined(separator: ", ")
        let reply = definition.reply == "Void" ? "" : " -> \(definition.reply)"
        return """
            \(documentation(definition, asValue: false))
                @inlinable\(definition.isDiscardable ? " @discardableResult" : "")
                public func \(definition.identifier)\(generics(definition))(
                    \(parameters(definition))
                ) async throws\(reply) {
                    try await send(.\(definition.identifier)(\(arguments)))
                }
            """
    }

    private func value(_ definition: CommandDefinition) -> String {
        var definition = definition
        let words = [".\(definition.identifier)"] + (definition.arguments.isEmpty ? [] : [definition.arguments])
        let decode = definition.decode.map { " \($0)" } ?? ""
        var requirement = "Reply == \(definition.reply)"
        if let index = definition.generics.firstIndex(where: { $0.hasPrefix(definition.reply + ": ") }) {
            // The reply's type itself is the parameter.
            requirement = definition.generics.remove(at: index).replacingPrefix(definition.reply, with: "Reply")
            for index in definition.parameters.indices where definition.parameters[index].name == "type" {
                definition.parameters[index].type = "Reply.Type"
                definition.parameters[index].defaultValue = "Reply.self"
            }
        }
        return """
            \(documentation(definition, asValue: true))
                @inlinable
                public static func \(definition.identifier)\(generics(definition))(
                    \(parameters(definition))
                ) -> RedisCommand where \(requirement) {
                    RedisCommand(\(words.joined(separator: ", ")))\(decode)
                }
            """
    }

    // MARK: Names and rows

    /// The traits of a command as a Swift expression.
    package func traits(_ name: String) -> String {
        if let stated = overrides.traits[name] { return stated }
        let flags = catalog.command(name)?.flags ?? []
        // XREAD and XREADGROUP block only when they are told to; the client looks at their words.
        if flags.contains("readonly") { return ".readOnly" }
        if flags.contains("blocking"), catalog.command(name)?.blockingTime != ".option" { return ".blocking" }
        return ".write"
    }

    package func keys(_ name: String) throws(DefinitionError) -> String {
        if let stated = overrides.keys[name] { return stated }
        guard let keys = catalog.command(name)?.keySpecification else {
            throw DefinitionError(line: name, problem: "no form for the places of its keys; state it in Overrides.txt")
        }
        return keys
    }

    /// The constants of the typed commands' names, in alphabetical order, and the list of them.
    package func names(_ names: [String], listed list: String) throws(DefinitionError) -> String {
        var lines: [String] = []
        for name in names {
            let words = name.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
            var parts = [words, traits(name)]
            let keys = try keys(name)
            if keys != ".none" { parts.append(keys) }
            if let blocks = overrides.blocks[name] ?? catalog.command(name)?.blockingTime {
                parts.append("blocks: \(blocks)")
            }
            parts.append("words: \(catalog.minimumWords(name))")
            lines.append(
                "    @inlinable static var \(CommandDefinition.identifier(name)): Self { Self(\(parts.joined(separator: ", "))) }"
            )
        }
        let all = names.map { ".\(CommandDefinition.identifier($0))" }.joined(separator: ", ")
        return """
            \(Self.header)
            extension CommandName {
            \(lines.joined(separator: "\n"))

                static let \(list): [CommandName] = [
                    \(all)
                ]
            }

            """
    }
}

/// What the servers' tables do not say, or say otherwise than the client needs it: `Definitions/Overrides.txt`.
package struct CommandOverrides: Sendable {
    package var traits: [String: String] = [:]
    package var keys: [String: String] = [:]
    package var blocks: [String: String] = [:]
    /// Commands that have a hand-written typed form in `Commands/Custom/`.
    package var custom: [String] = []
    /// Commands without a typed form.
    package var excluded: Set<String> = []

    /// Reads lines such as `traits .readOnly: ACL CAT, ACL LIST`; a line that begins with a space goes on with the one before.
    package init(_ text: String) throws(DefinitionError) {
        var joined: [String] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix(" "), !joined.isEmpty {
                joined[joined.count - 1] += " " + line.drop { $0 == " " }
            } else {
                joined.append(String(line))
            }
        }
        for line in joined {
            // The value may hold colons, as in `.counted(at: 1)`, but the names do not.
            guard let colon = line.lastIndex(of: ":"), let space = line.firstIndex(where: { " :".contains($0) }) else {
                throw DefinitionError(line: line, problem: "not `kind value: names`")
            }
            let value = String(line[space..<colon].drop { $0 == " " })
            let names = line[line.index(after: colon)...].split(separator: ",").map { name in
                String(name.drop { $0 == " " })
            }
            for name in names {
                switch line[..<space] {
                case "traits": traits[name] = value
                case "keys": keys[name] = value
                case "blocks": blocks[name] = value
                case "custom": custom.append(name)
                case "excluded": excluded.insert(name)
                default: throw DefinitionError(line: line, problem: "no such kind")
                }
            }
        }
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String { other + dropFirst(prefix.count) }
}

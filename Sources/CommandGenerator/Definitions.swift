/// The Swift form of one command, as a file of `Definitions/` gives it.
///
/// ```
/// HEXPIRE(_ key: K, in duration: Duration, fields: [K]) -!> [RedisFieldExpiry]
///     = key, Seconds(duration), "FIELDS", fields.count, ArgumentList(fields)
///     Sets when fields of a hash expire.
///
///     - Returns: What became of each field.
/// ```
///
/// The first line names the command, its parameters and its reply; `-!>` marks a result that callers may ignore. `=` begins
/// the arguments behind the command's name, `~` a closure that reads the reply. The rest is the documentation. `K` is
/// `some RESPArgument`, `as Value` a parameter that names the type to read the reply as; names of variadic parameters' types
/// become generic parameters.
package struct CommandDefinition: Sendable, Equatable {
    package var name: String
    package var parameters: [Parameter] = []
    /// Generic parameters with their constraints, in order.
    package var generics: [String] = []
    package var reply: String
    package var isDiscardable = false
    /// The argument expressions behind the name.
    package var arguments = ""
    package var decode: String?
    package var documentation: [String] = []

    package struct Parameter: Sendable, Equatable {
        package var label: String?
        package var name: String
        package var type: String
        package var defaultValue: String?
        package var isVariadic: Bool { type.hasSuffix("...") }
    }

    /// The command's words joined: `CONFIG GET` is `configGet`.
    package var identifier: String { Self.identifier(name) }

    package static func identifier(_ name: String) -> String {
        let words = name.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" }
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

package struct DefinitionError: Error, CustomStringConvertible {
    package var line: String
    package var problem: String
    package var description: String { "\(problem): \(line)" }
}

extension CommandDefinition {
    /// Reads a file of definitions. Lines that begin with `#` are comments.
    package static func parse(_ text: String) throws(DefinitionError) -> [CommandDefinition] {
        var definitions: [CommandDefinition] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("#") {
            let content = line.drop { $0 == " " }
            if !line.hasPrefix(" "), !line.isEmpty {
                definitions.append(try CommandDefinition(header: String(line)))
            } else if let last = definitions.indices.last {
                if content.hasPrefix("= ") {
                    definitions[last].arguments += content.dropFirst(2)
                } else if content.hasPrefix("~ ") {
                    definitions[last].decode = String(content.dropFirst(2))
                } else {
                    // Four spaces are the definition's own indentation.
                    definitions[last].documentation.append(String(line.dropFirst(4)))
                }
            }
        }
        for index in definitions.indices {
            while definitions[index].documentation.last?.isEmpty == true {
                definitions[index].documentation.removeLast()
            }
            if definitions[index].documentation.first?.isEmpty != false {
                throw DefinitionError(line: definitions[index].name, problem: "no documentation")
            }
        }
        return definitions
    }

    private init(header: String) throws(DefinitionError) {
        guard let open = header.firstIndex(of: "("), let arrow = header.range(of: ">", after: open) else {
            throw DefinitionError(line: header, problem: "not NAME(parameters) -> Reply")
        }
        name = String(header[..<open])
        reply = header[arrow.upperBound...].trimmed
        let before = header[..<arrow.lowerBound]
        isDiscardable = before.hasSuffix("-!")
        guard let close = before.lastIndex(of: ")") else {
            throw DefinitionError(line: header, problem: "no closing parenthesis")
        }
        for text in Self.split(header[header.index(after: open)..<close]) { try add(text) }
        let stated = before[before.index(after: close)...].prefix { $0 != "-" }[...].trimmed
        if stated.hasPrefix("where ") { generics = Self.split(stated.dropFirst(6)) + generics }
    }

    private mutating func add(_ text: String) throws(DefinitionError) {
        if let label = ["as", "withScores", "matches"].first(where: { text.hasPrefix($0 + " ") }) {
            // `as Value`, or `as Entry: RedisStreamEntry<Field, Value>` for a type with parameters of its own.
            let type = text.dropFirst(label.count).split(separator: ":").last.map { $0[...].trimmed } ?? ""
            let names = type.split { !($0.isLetter || $0.isNumber) }.map(String.init).filter { !$0.hasPrefix("Redis") }
            generics += names.map { "\($0): RESPDecodable" }
            // Without a default, the other labels tell forms of the same command apart.
            parameters.append(
                Parameter(
                    label: label, name: "type", type: "\(type).Type",
                    defaultValue: label == "as" ? "\(type).self" : nil))
            return
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw DefinitionError(line: text, problem: "not `label name: type`")
        }
        let names = text[..<colon].split(separator: " ").map(String.init)
        var type = text[text.index(after: colon)...].trimmed
        var value: String?
        if let equals = type.range(of: " = ", after: type.startIndex) {
            value = String(type[equals.upperBound...])
            type = String(type[..<equals.lowerBound])
        }
        if type.hasSuffix("..."), type.dropLast(3).allSatisfy(\.isLetter), !type.hasPrefix("Redis"),
            !Self.concreteTypes.contains(String(type.dropLast(3)))
        {
            generics.append("\(type.dropLast(3)): RESPEncodable")
        }
        type = type == "K" ? "some RESPArgument" : type == "[K]" ? "[some RESPArgument]" : type
        let label = names.count == 2 ? (names[0] == "_" ? nil : names[0]) : names[0]
        parameters.append(Parameter(label: label, name: names.last ?? "", type: type, defaultValue: value))
    }

    /// Types of variadic parameters that are no generic parameters, beside those with the library's prefix.
    private static let concreteTypes: Set = ["String", "Int"]

    /// The parts between commas that no bracket encloses.
    private static func split(_ text: Substring) -> [String] {
        var (parts, depth) = ([""], 0)
        for character in text {
            if "([<".contains(character) { depth += 1 }
            if ")]>".contains(character) { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { $0[...].trimmed }.filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String {
        String(String(self).drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// The first place of a text behind an index. The arrow of a header is the `>` behind `-` or `!`.
    fileprivate func range(of text: String, after start: Index) -> Range<Index>? {
        var position = start
        while position < endIndex {
            if self[position...].hasPrefix(text) {
                let isArrow = text != ">" || (position > startIndex && "-!".contains(self[index(before: position)]))
                if isArrow { return position..<index(position, offsetBy: text.count) }
            }
            position = index(after: position)
        }
        return nil
    }
}

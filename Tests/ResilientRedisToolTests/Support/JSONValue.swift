import Foundation

/// Any JSON value, to compare with.
enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Reads one line of output, which must be one JSON value.
    init(_ line: String) throws {
        self = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
    }

    /// A command as the tool reads it: an array of strings, written by an independent encoder.
    static func line(_ words: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(words), as: UTF8.self)
    }

    /// The member of an object.
    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The names of all members, those of members included, but for the failures, which are named by their codes.
    var memberNames: Set<String> {
        switch self {
        case .object(let members):
            members.reduce(into: Set(members.keys)) { names, member in
                if member.key != "failures" { names.formUnion(member.value.memberNames) }
            }
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.memberNames) }
        default: []
        }
    }

    var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    /// The code of a failure of the client, if it is one.
    var failureCode: String? { self["failure"]?["code"]?.string }

    /// The outcome of a command that failed.
    var failureOutcome: String? { self["failure"]?["outcome"]?.string }

    /// The message of a failure.
    var failureMessage: String { self["failure"]?["message"]?.string ?? "" }
}

extension JSONValue: Decodable {
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral, ExpressibleByBooleanLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(Dictionary(elements) { $1 }) }
    init(nilLiteral: ()) { self = .null }
    init(booleanLiteral value: Bool) { self = .boolean(value) }
}

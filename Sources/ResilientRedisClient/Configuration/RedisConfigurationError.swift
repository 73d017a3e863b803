/// A configuration that cannot work: which setting, where it came from, what was read and what to set instead.
///
/// None of its texts ever holds a password: what was read is shown only if it is short and has a form that passwords do
/// not have, such as a number.
public struct RedisConfigurationError: Error, Sendable, Hashable {
    /// The setting, as a path into ``RedisConfiguration`` such as `resilience.commandTimeout` or `endpoint.port`; `url`
    /// or `environment` when it is the input as a whole.
    public let field: String
    /// Where the value came from: an environment variable's name such as `REDIS_PORT`, or the name under which a URL was
    /// given. `nil` for a value set in code.
    public let source: String?
    /// What was read. `nil` when nothing was, or when it may contain a secret.
    public var read: String? {
        if case .shown(let text) = excerpt { text } else { nil }
    }
    /// What is wrong with it.
    public let problem: String
    /// What to set instead.
    public let advice: String

    private let excerpt: Excerpt?

    /// Makes an error.
    package init(field: String, source: String? = nil, read: Excerpt? = nil, problem: String, advice: String) {
        self.field = field
        self.source = source
        excerpt = read
        self.problem = problem
        self.advice = advice
    }

    /// Makes an error about a value that was set in code, and so is not what a person typed in the wrong place.
    package init(field: String, read: String, problem: String, advice: String) {
        self.init(field: field, read: .shown(Self.printable(read)), problem: problem, advice: advice)
    }

    /// The same error with `source`, unless it already has one.
    package func from(_ source: String?) -> RedisConfigurationError {
        RedisConfigurationError(
            field: field, source: self.source ?? source, read: excerpt, problem: problem, advice: advice)
    }

    /// One line of at most 120 characters: it goes into logs.
    private static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars.prefix(121) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result.count > 120 ? result.prefix(119) + "…" : result
    }
}

extension RedisConfigurationError: CustomStringConvertible {
    /// One line: the setting, its source, what was read, what is wrong and what to set.
    public var description: String {
        var subject = source.map { "\(field) from \($0)" } ?? field
        if field == "url" || field == "environment" { subject = source ?? field }
        switch excerpt {
        case .shown(let text): subject += " is \"\(text)\""
        case .hidden(let length): subject += " (\(length) characters, not shown)"
        case nil: break
        }
        return "Redis configuration: \(subject): \(problem). \(advice)."
    }
}

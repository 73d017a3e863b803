/// A configuration that cannot work: which setting, where it came from, what was read and what to set instead.
///
/// None of its texts ever holds a password.
public struct RedisConfigurationError: Error, Sendable, Hashable {
    /// The setting, as a path into ``RedisConfiguration`` such as `resilience.commandTimeout` or `endpoint.port`; `url`
    /// or `environment` when it is the input as a whole.
    public let field: String
    /// Where the value came from: an environment variable's name such as `REDIS_PORT`, or the name under which a URL was
    /// given. `nil` for a value set in code.
    public let source: String?
    /// What was read, shortened and with unprintable characters escaped. `nil` when nothing was, or when it is or may
    /// contain a secret.
    public let read: String?
    /// What is wrong with it.
    public let problem: String
    /// What to set instead.
    public let advice: String

    /// Makes an error.
    package init(field: String, source: String? = nil, read: String? = nil, problem: String, advice: String) {
        self.field = field
        self.source = source
        self.read = read.map(Self.printable)
        self.problem = problem
        self.advice = advice
    }

    /// The same error, said to come from `source` unless it already names one.
    package func from(_ source: String?) -> RedisConfigurationError {
        RedisConfigurationError(
            field: field, source: self.source ?? source, read: read, problem: problem, advice: advice)
    }

    /// One line of at most 120 characters, whatever was in the input: it goes into logs.
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
        let value = read.map { " is \"\($0)\"" } ?? ""
        return "Redis configuration: \(subject)\(value): \(problem). \(advice)."
    }
}

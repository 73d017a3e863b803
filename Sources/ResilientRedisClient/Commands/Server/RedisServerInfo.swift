/// What the server tells about itself: fields and their values, in sections.
///
/// ```swift
/// let version = try await redis.info()["redis_version"]
/// ```
public struct RedisServerInfo: Sendable, Hashable, RESPDecodable {
    /// The server's own text: lines of `field:value`, each section under a line such as `# Memory`.
    public let text: String

    /// The fields and their values.
    public let fields: [String: String]

    /// Makes the information from the server's text.
    public init(text: String) {
        self.text = text
        var fields: [String: String] = [:]
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[String(line[..<colon])] = String(line[line.index(after: colon)...])
        }
        self.fields = fields
    }

    /// Reads the server's text.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        self.init(text: try String(resp: value))
    }

    /// Returns the value of a field, or `nil` when the server does not have it.
    public subscript(field: String) -> String? { fields[field] }
}

public import FoundationEssentials

/// A command in the slow log, or in Valkey's command log.
public struct RedisSlowLogEntry: Sendable, Hashable, RESPDecodable {
    /// The entry's number.
    public let id: Int
    /// When the command ran.
    public let date: Date
    /// How long it took; the size in bytes in the logs of large commands.
    public let duration: Duration
    /// The command's words, shortened by the server.
    public let words: [[UInt8]]
    /// The address of the client.
    public let client: String
    /// The name of the client's connection.
    public let clientName: String

    /// Reads a list.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count >= 6 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        id = try Int(resp: parts[0])
        date = Date(timeIntervalSince1970: Double(try Int(resp: parts[1])))
        duration = .microseconds(try Int(resp: parts[2]))
        words = try [[UInt8]](resp: parts[3])
        client = try String(resp: parts[4])
        clientName = try String(resp: parts[5])
    }
}

/// A latency of an event.
public struct RedisLatencySample: Sendable, Hashable, RESPDecodable {
    /// When it was measured, precise to the second.
    public let date: Date
    /// The latency.
    public let latency: Duration

    /// Reads a list of seconds since 1970 and milliseconds.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        let numbers = try [Int](resp: value)
        guard numbers.count >= 2 else { throw RESPDecodingError(expected: Self.self, unreadable: value) }
        date = Date(timeIntervalSince1970: Double(numbers[0]))
        latency = .milliseconds(numbers[1])
    }
}

/// An event that the server measures the latency of.
public struct RedisLatencyEvent: Sendable, Hashable, RESPDecodable {
    /// The event's name.
    public let name: String
    /// The latest latency.
    public let latest: RedisLatencySample
    /// The greatest latency since the statistics were cleared.
    public let greatest: Duration

    /// Reads a list of the name, seconds since 1970 and two latencies.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count >= 4 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        name = try String(resp: parts[0])
        latest = try RedisLatencySample(resp: .array(Array(parts[1...2])))
        greatest = .milliseconds(try Int(resp: parts[3]))
    }
}

/// What a server is in replication.
public enum RedisRole: Sendable, Hashable, RESPDecodable {
    /// A primary, with how far its data has come and how many replicas it has.
    case primary(offset: Int, replicas: Int)
    /// A replica, with its primary, the state of the connection to it, and how far its data has come.
    case replica(host: String, port: Int, state: String, offset: Int)
    /// A Sentinel, with the names of the primaries that it watches.
    case sentinel(primaries: [String])

    /// Reads a list that begins with the role's name.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, let name = parts.first?.string else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        switch (name, parts.count) {
        case ("master", 3...):
            self = .primary(offset: try Int(resp: parts[1]), replicas: parts[2].elements?.count ?? 0)
        case ("slave", 5...):
            self = .replica(
                host: try String(resp: parts[1]), port: try Int(resp: parts[2]), state: try String(resp: parts[3]),
                offset: try Int(resp: parts[4]))
        case ("sentinel", 2...): self = .sentinel(primaries: try [String](resp: parts[1]))
        default: throw RESPDecodingError(expected: Self.self, unreadable: value)
        }
    }
}

/// A key of a command, and what the command does with it.
public struct RedisKeyUse: Sendable, Hashable, RESPDecodable {
    /// The key's bytes.
    public let key: [UInt8]
    /// The server's words for it, such as `RW` and `access`.
    public let flags: Set<String>

    /// Reads a list of the key and the words.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        key = try [UInt8](resp: parts[0])
        flags = try Set<String>(resp: parts[1])
    }
}

/// A connection to the server, as `CLIENT LIST` describes it.
public struct RedisClientInfo: Sendable, Hashable, RESPDecodable {
    /// All fields and their values.
    public let fields: [String: String]

    /// Reads a line of `field=value` with spaces in between.
    public init(line: some StringProtocol) {
        var fields: [String: String] = [:]
        for word in line.split(separator: " ") {
            guard let equals = word.firstIndex(of: "=") else { continue }
            fields[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
        self.fields = fields
    }

    /// Reads the server's text.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        let text = try String(resp: value)
        self.init(line: text.prefix { !$0.isNewline })
    }

    /// The connection's ID.
    public var id: Int? { fields["id"].flatMap { Int($0) } }
    /// The connection's name; empty when it has none.
    public var name: String { fields["name"] ?? "" }
    /// The client's address.
    public var address: String { fields["addr"] ?? "" }
    /// The user that it is authenticated as.
    public var user: String? { fields["user"] }
    /// The database that is selected.
    public var database: Int? { fields["db"].flatMap { Int($0) } }
    /// How long ago the connection was made.
    public var age: Duration? { fields["age"].flatMap { Int($0) }.map { .seconds($0) } }
    /// How long it was idle.
    public var idleTime: Duration? { fields["idle"].flatMap { Int($0) }.map { .seconds($0) } }

    /// Returns the value of a field, or `nil` when the server does not have it.
    public subscript(field: String) -> String? { fields[field] }
}

/// The connections to the server.
public struct RedisClientList: Sendable, Hashable, RESPDecodable {
    /// One element for each connection.
    public let clients: [RedisClientInfo]

    /// Reads the server's text, one line a connection.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        clients = try String(resp: value).split(whereSeparator: \.isNewline).map { RedisClientInfo(line: $0) }
    }
}

/// The order of sorted elements.
public struct RedisSortOrder: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// The lowest first, or the nearest.
    public static let ascending = RedisSortOrder("ASC")
    /// The highest first, or the farthest.
    public static let descending = RedisSortOrder("DESC")

    /// Appends the order's word.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// How `SORT` sorts, and what it returns.
public struct RedisSortOptions: Sendable, Hashable, RESPEncodable {
    /// The pattern of the keys whose values the elements are sorted by, such as `weight_*` or `user_*->age`; by default
    /// they are sorted by themselves.
    public var by: String?
    /// Which part to return; by default all.
    public var limit: RedisLimit?
    /// The patterns of the keys whose values are returned in the elements' place; `#` is the element itself.
    public var get: [String]
    /// The order; by default ascending.
    public var order: RedisSortOrder?
    /// Whether to sort by bytes; otherwise the elements must be numbers.
    public var isAlphabetical: Bool

    /// Makes options.
    public init(
        by: String? = nil, limit: RedisLimit? = nil, get: [String] = [], order: RedisSortOrder? = nil,
        isAlphabetical: Bool = false
    ) {
        self.by = by
        self.limit = limit
        self.get = get
        self.order = order
        self.isAlphabetical = isAlphabetical
    }

    /// Appends the words that `SORT` has for them.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append(KeywordArgument("BY", by))
        encoder.append(limit)
        encoder.append(Repeated("GET", get))
        encoder.append(order)
        if isAlphabetical { encoder.append("ALPHA") }
    }
}

/// What `MIGRATE` authenticates with at the other server. Its description hides the password.
public struct RedisMigrationCredentials: Sendable, Hashable, RESPEncodable, CustomStringConvertible {
    private let user: String?
    private let password: String

    /// Makes credentials; without a user, those of the default user.
    public init(user: String? = nil, password: String) {
        self.user = user
        self.password = password
    }

    /// The user; never the password.
    public var description: String { "credentials of \(user ?? "the default user")" }

    /// Appends the words that `MIGRATE` has for them.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append(user == nil ? "AUTH" : "AUTH2")
        encoder.append(user)
        encoder.append(password)
    }
}

extension RESPValue {
    /// Reads the reply of `MIGRATE`: `OK`, or `NOKEY` when there was nothing to move.
    @usableFromInline
    func isMigrated() throws(RESPDecodingError) -> Bool {
        if string == "NOKEY" { return false }
        try expectOK()
        return true
    }
}

extension Duration {
    /// Reads whole seconds, or a null.
    @usableFromInline
    static func seconds(orNil value: RESPValue) throws(RESPDecodingError) -> Duration? {
        if case .null = value { nil } else { .seconds(try Int(resp: value)) }
    }
}

/// The profile of a user.
public struct Profile: Codable, Sendable, Equatable {
    /// The user's number.
    public var id: Int
    /// The user's name.
    public var name: String

    /// Makes a profile.
    public init(id: Int, name: String) {
        self.id = id
        self.name = name
    }
}

/// Where profiles come from: a database, or another service.
public protocol ProfileSource: Sendable {
    /// The profile of a user.
    func profile(_ id: Int) async throws -> Profile
}

/// What the service tells about a user.
public struct Profile: Codable, Sendable, Equatable {
    public var id: Int
    public var name: String

    public init(id: Int, name: String) {
        self.id = id
        self.name = name
    }
}

/// Where profiles come from: a database, or another service.
public protocol ProfileSource: Sendable {
    func profile(_ id: Int) async throws -> Profile
}

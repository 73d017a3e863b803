import ResilientRedis

/// What the bookshop sells.
struct Book: Codable, Sendable, Equatable {
    var title: String
    var cents: Int
    var sold: Int
}

/// An argument of cached functions. Its raw value is what stands in their keys.
enum Genre: String, CaseIterable, Sendable, RedisCacheKeyComponent {
    case crime, poetry, travel
}

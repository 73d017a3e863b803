/// A position on the earth, in degrees.
public struct RedisGeoPosition: Sendable, Hashable, RESPEncodable, RESPDecodable {
    /// From -180 to 180.
    public var longitude: Double
    /// From -85.05112878 to 85.05112878, which is all that the server can store.
    public var latitude: Double

    /// Makes a position.
    public init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }

    /// Appends the longitude and the latitude.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append(longitude)
        encoder.append(latitude)
    }

    /// Reads a list of the longitude and the latitude.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 2 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        self.init(longitude: try Double(resp: parts[0]), latitude: try Double(resp: parts[1]))
    }
}

/// A unit of length.
public struct RedisGeoUnit: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Metres.
    public static let meters = RedisGeoUnit("m")
    /// Kilometres.
    public static let kilometers = RedisGeoUnit("km")
    /// Feet.
    public static let feet = RedisGeoUnit("ft")
    /// Miles.
    public static let miles = RedisGeoUnit("mi")

    /// Appends the unit's word.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// The middle of a search.
public struct RedisGeoOrigin: Sendable, Hashable, RESPEncodable {
    private enum Form: Sendable, Hashable {
        case member([UInt8])
        case position(RedisGeoPosition)
    }

    private let form: Form

    /// A member of the same key.
    public static func member(_ member: String) -> RedisGeoOrigin { .member(Array(member.utf8)) }
    /// A member of the same key, as bytes.
    public static func member(_ member: [UInt8]) -> RedisGeoOrigin { RedisGeoOrigin(form: .member(member)) }
    /// A position.
    public static func position(_ position: RedisGeoPosition) -> RedisGeoOrigin {
        RedisGeoOrigin(form: .position(position))
    }

    /// Appends the origin's words.
    public func encode(into encoder: inout RESPEncoder) {
        switch form {
        case .member(let member):
            encoder.append("FROMMEMBER")
            encoder.append(member)
        case .position(let position):
            encoder.append("FROMLONLAT")
            encoder.append(position)
        }
    }
}

/// The area of a search around its origin.
public struct RedisGeoShape: Sendable, Hashable, RESPEncodable {
    private let word: String
    private let lengths: [Double]
    private let unit: RedisGeoUnit

    /// A circle.
    public static func radius(_ radius: Double, _ unit: RedisGeoUnit = .meters) -> RedisGeoShape {
        RedisGeoShape(word: "BYRADIUS", lengths: [radius], unit: unit)
    }

    /// A box that is parallel to the axes.
    public static func box(width: Double, height: Double, _ unit: RedisGeoUnit = .meters) -> RedisGeoShape {
        RedisGeoShape(word: "BYBOX", lengths: [width, height], unit: unit)
    }

    /// Appends the shape's words.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append(word)
        for length in lengths {
            if length < 0 { encoder.isMalformed = true }
            encoder.append(length)
        }
        encoder.append(unit)
    }
}

/// How many members a search returns at most.
public struct RedisGeoCount: Sendable, Hashable, RESPEncodable {
    private let count: Int
    private let any: Bool

    /// The nearest ones.
    public static func nearest(_ count: Int) -> RedisGeoCount { RedisGeoCount(count: count, any: false) }
    /// The first that the server finds, which is faster.
    public static func any(_ count: Int) -> RedisGeoCount { RedisGeoCount(count: count, any: true) }

    /// Appends the count's words.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append(KeywordArgument("COUNT", Positive(count)))
        if any { encoder.append("ANY") }
    }
}

/// A condition under which `GEOADD` sets a member's position.
public struct RedisGeoCondition: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Only new members are added (`NX`).
    public static let ifAbsent = RedisGeoCondition("NX")
    /// Only members that exist are moved (`XX`).
    public static let ifPresent = RedisGeoCondition("XX")

    /// Appends the condition's word.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// A member that a search found.
public struct RedisGeoMatch<Member: RESPDecodable>: RESPDecodable {
    /// The member.
    public let member: Member
    /// Its distance from the origin, in the unit of the search.
    public let distance: Double
    /// Its position, as precise as the server stores it.
    public let position: RedisGeoPosition
    /// The server's number for the position.
    public let hash: Int

    /// Reads a list of the member, the distance, the number and the position.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        guard case .array(let parts) = value, parts.count == 4 else {
            throw RESPDecodingError(expected: Self.self, received: value)
        }
        member = try Member(resp: parts[0])
        distance = try Double(resp: parts[1])
        hash = try Int(resp: parts[2])
        position = try RedisGeoPosition(resp: parts[3])
    }
}

extension RedisGeoMatch: Sendable where Member: Sendable {}
extension RedisGeoMatch: Equatable where Member: Equatable {}
extension RedisGeoMatch: Hashable where Member: Hashable {}

/// The positions and members of `GEOADD`, at least one.
@usableFromInline
struct GeoMembers<Member: RESPArgument & Hashable>: RESPEncodable {
    @usableFromInline let members: [Member: RedisGeoPosition]

    @inlinable
    init(_ members: [Member: RedisGeoPosition]) { self.members = members }

    @inlinable
    func encode(into encoder: inout RESPEncoder) {
        if members.isEmpty { encoder.isMalformed = true }
        for (member, position) in members {
            position.encode(into: &encoder)
            member.encode(into: &encoder)
        }
    }
}

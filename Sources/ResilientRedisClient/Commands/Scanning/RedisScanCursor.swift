/// Where an iteration over keys, fields or members goes on.
///
/// A cursor means something only to the command, the key and the server that it came from.
public struct RedisScanCursor: RawRepresentable, Sendable, Hashable, RESPArgument, RESPDecodable {
    /// The server's number for the place.
    public let rawValue: UInt64

    /// Makes a cursor from the server's number, for example one that was kept elsewhere.
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// The beginning.
    public static let start = RedisScanCursor(rawValue: 0)
}

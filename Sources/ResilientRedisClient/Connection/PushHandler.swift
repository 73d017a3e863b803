/// Receives what the server sends without being asked, on the event loop's thread.
package protocol PushHandler: AnyObject {
    /// Handles a push.
    func connection(_ connection: Connection, received push: Push)
}

/// A message that the server sends without being asked: a push of RESP3, or the array that RESP2 has in its place.
package enum Push: Sendable, Equatable {
    /// Keys have changed or are gone; all keys for `nil`.
    case invalidate([[UInt8]]?)
    /// A message on a subscribed channel.
    case message(channel: [UInt8], payload: RESPValue)
    /// A message on a channel that matches a subscribed pattern.
    case patternMessage(pattern: [UInt8], channel: [UInt8], payload: RESPValue)
    /// A message on a subscribed shard channel.
    case shardMessage(channel: [UInt8], payload: RESPValue)
    /// A subscription began or ended: `subscribe`, `punsubscribe`, … The number is how many are left.
    case subscription(kind: [UInt8], channel: RESPValue, count: Int)
    /// Anything else. It is ignored.
    case other([RESPValue])

    /// The channel of RESP2 connections to which `CLIENT TRACKING … REDIRECT` sends invalidations.
    package static let invalidationChannel = "__redis__:invalidate"

    /// Reads the parts of a push, which begin with its kind.
    package init(parts: [RESPValue]) {
        guard let kind = parts.first?.stringBytes else {
            self = .other(parts)
            return
        }
        self =
            switch (Self.name(kind), parts.count) {
            case ("invalidate", 2): .invalidate(Self.keys(in: parts[1]))
            case ("message", 3): Self.message(parts) ?? .other(parts)
            case ("smessage", 3):
                parts[1].stringBytes.map { .shardMessage(channel: $0, payload: parts[2]) } ?? .other(parts)
            case ("pmessage", 4): Self.patternMessage(parts) ?? .other(parts)
            case ("subscribe", 3), ("unsubscribe", 3), ("psubscribe", 3), ("punsubscribe", 3), ("ssubscribe", 3),
                ("sunsubscribe", 3):
                if case .integer(let count) = parts[2] {
                    .subscription(kind: kind, channel: parts[1], count: count)
                } else {
                    .other(parts)
                }
            default: .other(parts)
            }
    }

    /// Reads a reply of RESP2 that may be a message of a subscription: `nil` when it is a reply to a command.
    package init?(reply: RESPValue) {
        guard case .array(let parts) = reply else { return nil }
        switch Push(parts: parts) {
        // `subscribe` and its like answer a command, also in RESP2.
        case .other, .subscription: return nil
        case let push: self = push
        }
    }

    private static func name(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func message(_ parts: [RESPValue]) -> Push? {
        guard let channel = parts[1].stringBytes else { return nil }
        guard !channel.elementsEqual(invalidationChannel.utf8) else { return .invalidate(keys(in: parts[2])) }
        return .message(channel: channel, payload: parts[2])
    }

    private static func patternMessage(_ parts: [RESPValue]) -> Push? {
        guard let pattern = parts[1].stringBytes, let channel = parts[2].stringBytes else { return nil }
        return .patternMessage(pattern: pattern, channel: channel, payload: parts[3])
    }

    /// Anything but a list of keys means all keys: that is never wrong.
    private static func keys(in value: RESPValue) -> [[UInt8]]? {
        guard case .array(let elements) = value else { return nil }
        var keys: [[UInt8]] = []
        keys.reserveCapacity(elements.count)
        for case .bulkString(let key) in elements { keys.append(key) }
        return keys.count == elements.count ? keys : nil
    }
}

extension RESPValue {
    /// The bytes of a string of either kind.
    fileprivate var stringBytes: [UInt8]? {
        switch self {
        case .bulkString(let bytes), .simpleString(let bytes): bytes
        default: nil
        }
    }
}

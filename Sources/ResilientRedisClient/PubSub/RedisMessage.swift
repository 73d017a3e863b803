import FoundationEssentials

/// A message that was published on a channel.
public struct RedisMessage: Sendable {
    private let published: PublishedMessage

    init(_ published: PublishedMessage) { self.published = published }

    /// The channel as text; bytes that are not UTF-8 are repaired. See ``channelBytes``.
    public var channel: String { String(decoding: published.channel, as: UTF8.self) }

    /// The channel's bytes.
    public var channelBytes: [UInt8] { published.channel }

    /// The subscribed pattern that the channel matches; `nil` for a message of a subscribed channel.
    public var pattern: String? { published.pattern.map { String(decoding: $0, as: UTF8.self) } }

    /// The bytes of the subscribed pattern that the channel matches; `nil` for a message of a subscribed channel.
    public var patternBytes: [UInt8]? { published.pattern }

    /// The message was published with `SPUBLISH`.
    public var isSharded: Bool { published.isSharded }

    /// The message's bytes.
    public var bytes: [UInt8] { published.payload }

    /// The message as text; bytes that are not UTF-8 are repaired.
    public var text: String { String(decoding: published.payload, as: UTF8.self) }

    /// Returns the message as a value, such as `Int` or `String`.
    ///
    /// - Throws: ``RedisError`` of the code ``RedisError/Code/decoding`` when it does not read as one.
    public func value<Value: RESPDecodable>(as type: Value.Type = Value.self) throws(RedisError) -> Value {
        do {
            return try Value(resp: .bulkString(published.payload))
        } catch {
            throw RedisError(.decoding, outcome: .unknown, message: "a message cannot be used: \(error)")
        }
    }

    /// Returns the message as a `Codable` value.
    ///
    /// - Parameters:
    ///   - type: The type of the value.
    ///   - coder: The form in which the message was published, for example `.json`.
    /// - Throws: ``RedisError`` of the code ``RedisError/Code/decoding`` when it does not read as one.
    public func value<Value: Decodable>(
        as type: Value.Type = Value.self, coder: some RedisValueCoder
    ) throws(RedisError) -> Value {
        do {
            return try coder.decode(type, from: Data(published.payload))
        } catch {
            // The coder's error is left out: it may hold the message.
            throw RedisError(
                .decoding, outcome: .unknown, message: "a message could not be read as \(Value.self) by the coder")
        }
    }
}

/// Messages may have been missed: between the element before this one and the element after it.
public struct RedisSubscriptionGap: Sendable, Hashable {
    /// Why messages may have been missed.
    public enum Reason: String, Sendable, Hashable {
        /// There was no connection for a while. What was published meanwhile is lost.
        case connectionLost
        /// The buffer was full (``RedisSubscriptionBuffer``).
        case bufferFull
    }

    /// Since when messages may have been missed.
    public internal(set) var since: ContinuousClock.Instant
    /// The graver reason, when there were several: a lost connection.
    public internal(set) var reason: Reason
    /// How many messages were dropped because the buffer was full.
    public internal(set) var droppedMessages: Int

    package init(since: ContinuousClock.Instant, reason: Reason, droppedMessages: Int) {
        self.since = since
        self.reason = reason
        self.droppedMessages = droppedMessages
    }

    mutating func merge(_ other: RedisSubscriptionGap) {
        since = min(since, other.since)
        if other.reason == .connectionLost { reason = .connectionLost }
        droppedMessages += other.droppedMessages
    }
}

/// An element of a ``RedisSubscription``.
public enum RedisSubscriptionEvent: Sendable {
    /// A message was published.
    case message(RedisMessage)
    /// Messages may have been missed. Read again whatever the messages would have told.
    case gap(RedisSubscriptionGap)

    /// The message, if this is one.
    public var message: RedisMessage? {
        if case .message(let message) = self { message } else { nil }
    }
}

/// How many messages a subscription keeps until they are read, and what happens to more.
public struct RedisSubscriptionBuffer: Sendable, Hashable {
    /// What happens to messages that do not fit.
    public enum Overflow: String, Sendable, Hashable, CaseIterable {
        /// The oldest messages are dropped. A ``RedisSubscriptionEvent/gap(_:)`` stands in their place.
        case dropOldest
        /// The new message is dropped. A ``RedisSubscriptionEvent/gap(_:)`` follows the messages that are kept.
        case dropNewest
        /// The subscription ends with ``RedisError/Code/overloaded`` after the messages that are kept.
        case fail
    }

    /// The most messages that are kept. Default: 10,000. At least 1.
    public var maximumCount: Int
    /// The most bytes that are kept, channels and bookkeeping included. Default: 16 MiB. One message is always kept.
    public var maximumBytes: Int
    /// What happens to messages that do not fit. Default: ``Overflow/dropOldest``.
    public var overflow: Overflow

    /// Makes a buffer's bounds. A count or a number of bytes below 1 counts as 1.
    public init(maximumCount: Int = 10_000, maximumBytes: Int = 16 << 20, overflow: Overflow = .dropOldest) {
        self.maximumCount = max(1, maximumCount)
        self.maximumBytes = max(1, maximumBytes)
        self.overflow = overflow
    }
}

/// Which changes of keys the server reports, as in its setting `notify-keyspace-events`.
public struct RedisKeyspaceEvents: OptionSet, Sendable, Hashable {
    /// The bits of the set. They mean nothing outside of this process.
    public let rawValue: UInt32

    /// Makes a set from its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Commands that concern any type, such as `DEL`, `EXPIRE` and `RENAME` (`g`).
    public static let generic = RedisKeyspaceEvents(rawValue: 1 << 0)
    /// Commands on strings (`$`).
    public static let strings = RedisKeyspaceEvents(rawValue: 1 << 1)
    /// Commands on lists (`l`).
    public static let lists = RedisKeyspaceEvents(rawValue: 1 << 2)
    /// Commands on sets (`s`).
    public static let sets = RedisKeyspaceEvents(rawValue: 1 << 3)
    /// Commands on hashes (`h`).
    public static let hashes = RedisKeyspaceEvents(rawValue: 1 << 4)
    /// Commands on sorted sets (`z`).
    public static let sortedSets = RedisKeyspaceEvents(rawValue: 1 << 5)
    /// Commands on streams (`t`).
    public static let streams = RedisKeyspaceEvents(rawValue: 1 << 6)
    /// A key has expired (`x`). The server reports it when it removes the key, which may be later.
    public static let expired = RedisKeyspaceEvents(rawValue: 1 << 7)
    /// A key was evicted for lack of memory (`e`).
    public static let evicted = RedisKeyspaceEvents(rawValue: 1 << 8)
    /// A key that does not exist was read (`m`). Not part of ``all``, as in the server's `A`.
    public static let keyMisses = RedisKeyspaceEvents(rawValue: 1 << 9)
    /// A key was created (`n`). Not part of ``all``, as in the server's `A`.
    public static let newKeys = RedisKeyspaceEvents(rawValue: 1 << 10)

    /// All but misses and new keys: the server's `A`.
    public static let all: RedisKeyspaceEvents = [
        .generic, .strings, .lists, .sets, .hashes, .sortedSets, .streams, .expired, .evicted,
    ]

    private static let flags: [(flag: Character, events: RedisKeyspaceEvents)] = [
        ("g", .generic), ("$", .strings), ("l", .lists), ("s", .sets), ("h", .hashes), ("z", .sortedSets),
        ("t", .streams), ("x", .expired), ("e", .evicted), ("m", .keyMisses), ("n", .newKeys),
    ]

    /// Reads the server's setting.
    init(flags text: String) {
        self = Self.flags.reduce(text.contains("A") ? .all : []) { events, known in
            text.contains(known.flag) ? events.union(known.events) : events
        }
    }

    /// The server's letters for these events.
    var flags: String { String(Self.flags.filter { contains($0.events) }.map(\.flag)) }
}

/// A change of a key, as the server reported it.
public struct RedisKeyspaceEvent: Sendable, Hashable {
    /// The key's bytes.
    public let keyBytes: [UInt8]
    /// What happened to the key: the name of a command or event, in lower case, such as `set`, `del` or `expired`.
    public let name: String

    /// The key as text; bytes that are not UTF-8 are repaired. See ``keyBytes``.
    public var key: String { String(decoding: keyBytes, as: UTF8.self) }
}

/// The changes of keys that match a pattern, from the moment that
/// ``RedisClient/keyspaceEvents(_:matching:buffer:)`` returns.
public struct RedisKeyspaceSubscription: AsyncSequence, Sendable {
    /// A change, or a gap in which changes may have been missed.
    public enum Element: Sendable {
        /// A key has changed.
        case event(RedisKeyspaceEvent)
        /// Changes may have been missed. Read again whatever they would have told.
        case gap(RedisSubscriptionGap)
    }

    let subscription: RedisSubscription
    /// How many bytes of a channel stand before the key.
    let prefixLength: Int

    /// Ends the subscription: events that were not read are dropped, and iterations end.
    public func cancel() { subscription.cancel() }

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(base: subscription.makeAsyncIterator(), prefixLength: prefixLength)
    }

    /// Reads the events of a subscription.
    public struct Iterator: AsyncIteratorProtocol {
        var base: RedisSubscription.Iterator
        let prefixLength: Int

        /// Returns the next event, or `nil` after the last one.
        ///
        /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
        public mutating func next() async throws -> Element? {
            try await next(isolation: #isolation)
        }

        /// Returns the next event, or `nil` after the last one.
        ///
        /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
            switch try await base.next(isolation: actor) {
            case .message(let message):
                let key = Array(message.channelBytes.dropFirst(prefixLength))
                return .event(RedisKeyspaceEvent(keyBytes: key, name: message.text))
            case .gap(let gap): return .gap(gap)
            case nil: return nil
            }
        }
    }
}

extension RedisClient {
    /// Returns the changes of keys from now on, as the server reports them (keyspace notifications).
    ///
    /// ```swift
    /// for try await element in try await redis.keyspaceEvents(.expired, matching: "session:*") {
    ///     switch element {
    ///     case .event(let event): await signOut(event.key)
    ///     case .gap: await checkAllSessions()
    ///     }
    /// }
    /// ```
    ///
    /// The server reports every kind of event that its setting `notify-keyspace-events` has, also those that were not asked
    /// for. Where the setting can be read, it is checked first; a user without the right to read it subscribes all the
    /// same. Everything else is as with ``subscribe(to:buffer:)``.
    ///
    /// - Parameters:
    ///   - events: Which kinds of events the server must report. Default: ``RedisKeyspaceEvents/all``.
    ///   - pattern: A pattern of keys by the rules of `PSUBSCRIBE`. Default: every key of the client's database.
    ///   - buffer: How many events are kept until they are read, and what happens to more.
    /// - Throws: ``RedisError`` of the code ``RedisError/Code/unsupported`` when the server does not report these events;
    ///   its message names the flags that are missing. Otherwise the same as ``subscribe(to:buffer:)``.
    public func keyspaceEvents(
        _ events: RedisKeyspaceEvents = .all, matching pattern: String = "*",
        buffer: RedisSubscriptionBuffer = RedisSubscriptionBuffer()
    ) async throws -> RedisKeyspaceSubscription {
        try await checkNotifications(events)
        let prefix = "__keyspace@\(configuration.database)__:"
        let subscription = try await psubscribe(to: prefix + pattern, buffer: buffer)
        return RedisKeyspaceSubscription(subscription: subscription, prefixLength: prefix.utf8.count)
    }

    private func checkNotifications(_ events: RedisKeyspaceEvents) async throws {
        let settings: [String: String]
        do {
            settings = try await send("CONFIG", "GET", "notify-keyspace-events", as: [String: String].self)
        } catch let error as RedisError where error.code == .server {
            // Managed servers do not let everyone read it.
            return
        }
        guard let setting = settings["notify-keyspace-events"] else { return }
        let missing =
            (setting.contains("K") ? "" : "K") + events.subtracting(RedisKeyspaceEvents(flags: setting)).flags
        guard missing.isEmpty else {
            throw RedisError(
                .unsupported, outcome: .notSent,
                message: "the server does not report these changes of keys: its setting notify-keyspace-events lacks "
                    + "\(missing). Add it on the server (CONFIG SET notify-keyspace-events)",
                endpoint: endpoint)
        }
    }
}

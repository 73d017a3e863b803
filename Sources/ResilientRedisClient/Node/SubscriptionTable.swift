package import RedisTransport

/// A channel, a pattern of channels, or a shard channel, by its bytes.
package struct SubscriptionName: Sendable, Hashable {
    package enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        case channel, pattern, shardChannel

        var subscribe: String {
            switch self {
            case .channel: "SUBSCRIBE"
            case .pattern: "PSUBSCRIBE"
            case .shardChannel: "SSUBSCRIBE"
            }
        }

        var unsubscribe: String {
            switch self {
            case .channel: "UNSUBSCRIBE"
            case .pattern: "PUNSUBSCRIBE"
            case .shardChannel: "SUNSUBSCRIBE"
            }
        }
    }

    package let kind: Kind
    package let bytes: [UInt8]

    package init(_ kind: Kind, _ bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind.rawValue)
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

/// Which subscribers want which channels, and what the server has confirmed. It does no I/O: its methods return the names
/// to subscribe to and the subscribers to notify.
///
/// A subscriber has begun when all of its names are confirmed for the first time. After a lost connection all names are
/// asked for again, and a subscriber is told that it may have missed messages: once all of its names are confirmed, and
/// before the first message that comes earlier.
package struct SubscriptionTable<Listener> {
    /// One subscriber with its names.
    package final class Subscriber {
        package let listener: Listener
        package let names: [SubscriptionName]
        /// Until when all names must be confirmed for the first time.
        package let deadline: MonotonicTime
        package fileprivate(set) var hasBegun = false
        fileprivate var unconfirmed = 0
        /// Since when messages may have been missed.
        fileprivate var missesSince: MonotonicTime?

        init(_ listener: Listener, names: [SubscriptionName], deadline: MonotonicTime) {
            self.listener = listener
            self.names = names
            self.deadline = deadline
        }
    }

    private struct Entry {
        var subscribers: [Subscriber]
        var isConfirmed = false
        /// Tells a confirmation from that of an earlier subscription to the same name.
        var ticket: UInt64
    }

    /// A name to be subscribed to. Its ticket comes back with the server's reply.
    package struct Request: Equatable {
        package let name: SubscriptionName
        package let ticket: UInt64
    }

    /// What a subscriber is to be told.
    package enum Notice: Equatable {
        /// All of its names are confirmed for the first time.
        case began
        /// Messages may have been missed since this time.
        case missed(since: MonotonicTime)
    }

    private var entries: [SubscriptionName: Entry] = [:]
    private var lastTicket: UInt64 = 0
    /// Subscribers that have not begun yet.
    package private(set) var beginners: [Subscriber] = []

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }

    /// When the first beginner's time is over.
    package var nextDeadline: MonotonicTime { beginners.lazy.map(\.deadline).min() ?? .distantFuture }

    private mutating func newTicket() -> UInt64 {
        lastTicket += 1
        return lastTicket
    }

    // MARK: Subscribers

    /// Adds a subscriber. It has begun already when all of its names are confirmed.
    ///
    /// - Returns: What to subscribe to, if there is a connection.
    package mutating func add(
        _ listener: Listener, names: [SubscriptionName], deadline: MonotonicTime
    ) -> (subscriber: Subscriber, requests: [Request]) {
        var unique: [SubscriptionName] = []
        var seen: Set<SubscriptionName> = []
        for name in names where seen.insert(name).inserted { unique.append(name) }
        let subscriber = Subscriber(listener, names: unique, deadline: deadline)
        var requests: [Request] = []
        for name in unique {
            if let entry = entries[name] {
                if !entry.isConfirmed { subscriber.unconfirmed += 1 }
                entries[name]?.subscribers.append(subscriber)
            } else {
                let ticket = newTicket()
                entries[name] = Entry(subscribers: [subscriber], ticket: ticket)
                requests.append(Request(name: name, ticket: ticket))
                subscriber.unconfirmed += 1
            }
        }
        if subscriber.unconfirmed == 0 {
            subscriber.hasBegun = true
        } else {
            beginners.append(subscriber)
        }
        return (subscriber, requests)
    }

    /// Removes a subscriber.
    ///
    /// - Returns: The names that no one is subscribed to any more.
    package mutating func remove(_ subscriber: Subscriber) -> [SubscriptionName] {
        beginners.removeAll { $0 === subscriber }
        var unused: [SubscriptionName] = []
        for name in subscriber.names {
            guard var entry = entries.removeValue(forKey: name) else { continue }
            let before = entry.subscribers.count
            entry.subscribers.removeAll { $0 === subscriber }
            if entry.subscribers.isEmpty {
                if before > 0 { unused.append(name) }
            } else {
                entries[name] = entry
            }
        }
        return unused
    }

    /// Every subscriber, once.
    package var subscribers: [Subscriber] {
        var seen: Set<ObjectIdentifier> = []
        return entries.values.flatMap(\.subscribers).filter { seen.insert(ObjectIdentifier($0)).inserted }
    }

    /// The subscribers of a name.
    package func subscribers(of name: SubscriptionName) -> [Subscriber] { entries[name]?.subscribers ?? [] }

    // MARK: Connections

    /// A new connection: everything is to be subscribed to again.
    package mutating func requestsForNewConnection() -> [Request] {
        entries.keys.map { name in
            let ticket = newTicket()
            entries[name]?.ticket = ticket
            return Request(name: name, ticket: ticket)
        }
    }

    /// The connection is gone. Messages may be missed from `time` on.
    package mutating func connectionWasLost(at time: MonotonicTime) {
        for name in Array(entries.keys) {
            guard entries[name]?.isConfirmed == true else { continue }
            entries[name]?.isConfirmed = false
            for subscriber in subscribers(of: name) {
                subscriber.unconfirmed += 1
                subscriber.missesSince = subscriber.missesSince ?? time
            }
        }
    }

    /// The server has confirmed a name.
    package mutating func confirmed(_ request: Request) -> [(Subscriber, Notice)] {
        guard let entry = entries[request.name], entry.ticket == request.ticket, !entry.isConfirmed else { return [] }
        entries[request.name]?.isConfirmed = true
        var notices: [(Subscriber, Notice)] = []
        for subscriber in entry.subscribers {
            subscriber.unconfirmed -= 1
            guard subscriber.unconfirmed == 0 else { continue }
            if !subscriber.hasBegun {
                subscriber.hasBegun = true
                subscriber.missesSince = nil
                beginners.removeAll { $0 === subscriber }
                notices.append((subscriber, .began))
            } else if let since = subscriber.missesSince {
                subscriber.missesSince = nil
                notices.append((subscriber, .missed(since: since)))
            }
        }
        return notices
    }

    /// The server has refused a name. Returns its subscribers, which are to be removed.
    package func refused(_ request: Request) -> [Subscriber] {
        guard let entry = entries[request.name], entry.ticket == request.ticket else { return [] }
        return entry.subscribers
    }

    /// A message is about to be given to a subscriber. Returns since when it may have missed others, if it has not been
    /// told yet; while some of its names are unconfirmed, it may miss more from now on.
    package func missedBeforeMessage(
        to subscriber: Subscriber, now: @autoclosure () -> MonotonicTime
    ) -> MonotonicTime? {
        guard subscriber.hasBegun, let since = subscriber.missesSince else { return nil }
        subscriber.missesSince = now()
        return since
    }
}

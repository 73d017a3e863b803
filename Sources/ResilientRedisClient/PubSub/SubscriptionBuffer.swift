import DequeModule

/// What a subscription keeps until it is read: messages and gaps, in order, within bounds.
package struct SubscriptionBuffer {
    package enum Item {
        case message(PublishedMessage)
        case gap(RedisSubscriptionGap)
    }

    private let bounds: RedisSubscriptionBuffer
    private var items = Deque<Item>()
    package private(set) var messageCount = 0
    package private(set) var byteCount = 0

    package init(_ bounds: RedisSubscriptionBuffer) { self.bounds = bounds }

    package var isEmpty: Bool { items.isEmpty }

    /// Keeps a message, and drops what does not fit.
    ///
    /// - Returns: False when the subscription is to end, because the message does not fit.
    package mutating func append(_ message: PublishedMessage) -> Bool {
        if messageCount > 0, !fits(message) {
            switch bounds.overflow {
            case .fail: return false
            case .dropNewest:
                append(gap: RedisSubscriptionGap(dropping: message))
                return true
            case .dropOldest: makeRoom(for: message)
            }
        }
        items.append(.message(message))
        messageCount += 1
        byteCount += message.byteCount
        return true
    }

    private func fits(_ message: PublishedMessage) -> Bool {
        messageCount < bounds.maximumCount && byteCount + message.byteCount <= bounds.maximumBytes
    }

    private mutating func makeRoom(for message: PublishedMessage) {
        var gap: RedisSubscriptionGap?
        func merge(_ other: RedisSubscriptionGap) {
            if gap == nil { gap = other } else { gap?.merge(other) }
        }
        while messageCount > 0, !fits(message) {
            switch items.popFirst() {
            case .message(let dropped):
                messageCount -= 1
                byteCount -= dropped.byteCount
                merge(RedisSubscriptionGap(dropping: dropped))
            case .gap(let earlier): merge(earlier)
            case nil: break
            }
        }
        // A gap behind the last dropped message is part of the same one.
        if case .gap(let next) = items.first {
            items.removeFirst()
            merge(next)
        }
        if let gap { items.prepend(.gap(gap)) }
    }

    /// Keeps a gap. One that follows another is merged with it.
    package mutating func append(gap: RedisSubscriptionGap) {
        if case .gap(var last) = items.last {
            items.removeLast()
            last.merge(gap)
            items.append(.gap(last))
        } else {
            items.append(.gap(gap))
        }
    }

    /// Takes the oldest item.
    package mutating func popFirst() -> Item? {
        guard let item = items.popFirst() else { return nil }
        if case .message(let message) = item {
            messageCount -= 1
            byteCount -= message.byteCount
        }
        return item
    }

    package mutating func removeAll() { self = SubscriptionBuffer(bounds) }
}

extension RedisSubscriptionGap {
    /// The gap that a dropped message leaves.
    fileprivate init(dropping message: PublishedMessage) {
        self.init(since: message.received, reason: .bufferFull, droppedMessages: 1)
    }
}

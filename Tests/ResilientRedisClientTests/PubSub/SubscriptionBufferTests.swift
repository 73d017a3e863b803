import ResilientRedisClient
import Testing

/// What a subscription keeps, and what becomes of the rest.
@Suite("Subscription buffer")
struct SubscriptionBufferTests {
    private func message(_ text: String) -> PublishedMessage {
        PublishedMessage(channel: [], payload: Array(text.utf8))
    }

    /// The items as short texts: messages by their payload, gaps by how many messages were dropped.
    private func drain(_ buffer: inout SubscriptionBuffer) -> [String] {
        var items: [SubscriptionBuffer.Item] = []
        while let item = buffer.popFirst() { items.append(item) }
        return items.map { item in
            switch item {
            case .message(let message): String(decoding: message.payload, as: UTF8.self)
            case .gap(let gap):
                gap.reason == .connectionLost ? "lost+\(gap.droppedMessages)" : "gap\(gap.droppedMessages)"
            }
        }
    }

    private var lost: RedisSubscriptionGap {
        RedisSubscriptionGap(since: .now, reason: .connectionLost, droppedMessages: 0)
    }

    @Test("With dropOldest one gap stands before the messages that are kept")
    func dropOldest() {
        var buffer = SubscriptionBuffer(RedisSubscriptionBuffer(maximumCount: 2, overflow: .dropOldest))
        for text in ["a", "b", "c", "d", "e"] {
            let isKept = buffer.append(message(text))
            #expect(isKept)
        }
        #expect(buffer.messageCount == 2)
        #expect(drain(&buffer) == ["gap3", "d", "e"])
        #expect(buffer.byteCount == 0 && buffer.messageCount == 0)
    }

    @Test("With dropNewest one gap follows the messages that are kept, and stays where it is")
    func dropNewest() {
        var buffer = SubscriptionBuffer(RedisSubscriptionBuffer(maximumCount: 2, overflow: .dropNewest))
        for text in ["a", "b", "c", "d"] { _ = buffer.append(message(text)) }
        _ = buffer.popFirst()
        _ = buffer.append(message("e"))
        #expect(drain(&buffer) == ["b", "gap2", "e"])
    }

    @Test("A gap begins when the first dropped message came, not when it was dropped")
    func sinceArrival() {
        var buffer = SubscriptionBuffer(RedisSubscriptionBuffer(maximumCount: 1))
        let first = message("a")
        _ = buffer.append(first)
        _ = buffer.append(message("b"))
        let item = buffer.popFirst()
        guard case .gap(let gap) = item else {
            Issue.record("no gap")
            return
        }
        #expect(gap.since == first.received)
    }

    @Test("With fail a message that does not fit is refused")
    func fail() {
        var buffer = SubscriptionBuffer(RedisSubscriptionBuffer(maximumCount: 1, overflow: .fail))
        let first = buffer.append(message("a"))
        let second = buffer.append(message("b"))
        #expect(first && !second)
        #expect(drain(&buffer) == ["a"])
    }

    @Test("Bytes are a bound of their own, and one message is always kept, whatever its size")
    func bytes() {
        let large = String(repeating: "x", count: 10_000)
        var buffer = SubscriptionBuffer(RedisSubscriptionBuffer(maximumBytes: 1000))
        _ = buffer.append(message(large))
        #expect(buffer.messageCount == 1)
        _ = buffer.append(message("b"))
        _ = buffer.append(message("c"))
        #expect(drain(&buffer) == ["gap1", "b", "c"])
    }

    @Test("A lost connection's gap is never dropped: it is merged with that of dropped messages")
    func merging() {
        var buffer = SubscriptionBuffer(RedisSubscriptionBuffer(maximumCount: 2, overflow: .dropOldest))
        _ = buffer.append(message("a"))
        buffer.append(gap: lost)
        buffer.append(gap: lost)
        _ = buffer.append(message("b"))
        _ = buffer.append(message("c"))
        #expect(drain(&buffer) == ["lost+1", "b", "c"])
    }
}

import ResilientRedisClient
import Testing

@Suite("Pushes")
struct PushHandlerTests {
    private func bulk(_ text: String) -> RESPValue { .bulkString(Array(text.utf8)) }
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("Each kind of push is read from its parts")
    func kinds() {
        #expect(
            Push(parts: [bulk("invalidate"), .array([bulk("a"), bulk("b")])]) == .invalidate([bytes("a"), bytes("b")]))
        #expect(Push(parts: [bulk("invalidate"), .null]) == .invalidate(nil))
        #expect(
            Push(parts: [bulk("message"), bulk("news"), bulk("hi")])
                == .message(channel: bytes("news"), payload: bulk("hi")))
        #expect(
            Push(parts: [bulk("pmessage"), bulk("n*"), bulk("news"), bulk("hi")])
                == .patternMessage(pattern: bytes("n*"), channel: bytes("news"), payload: bulk("hi")))
        #expect(
            Push(parts: [bulk("smessage"), bulk("news"), bulk("hi")])
                == .shardMessage(channel: bytes("news"), payload: bulk("hi")))
        #expect(
            Push(parts: [bulk("subscribe"), bulk("news"), .integer(1)])
                == .subscription(kind: bytes("subscribe"), channel: bulk("news"), count: 1))
    }

    @Test("RESP2's message on the invalidation channel is an invalidation")
    func invalidationChannel() {
        let channel = bulk(Push.invalidationChannel)
        #expect(Push(reply: .array([bulk("message"), channel, .array([bulk("k")])])) == .invalidate([bytes("k")]))
        #expect(Push(reply: .array([bulk("message"), channel, .null])) == .invalidate(nil))
    }

    @Test("What is no message is left to be a reply or is ignored")
    func others() {
        #expect(Push(reply: .integer(1)) == nil)
        #expect(Push(reply: .array([bulk("a"), bulk("b"), bulk("c")])) == nil)
        #expect(Push(reply: .array([bulk("subscribe"), bulk("news"), .integer(1)])) == nil)
        #expect(Push(parts: []) == .other([]))
        #expect(Push(parts: [.integer(1)]) == .other([.integer(1)]))
        #expect(
            Push(parts: [bulk("message"), .integer(1), bulk("x")]) == .other([bulk("message"), .integer(1), bulk("x")]))
    }

    @Test("A list of keys that holds anything else means all keys")
    func strangeKeys() {
        #expect(Push(parts: [bulk("invalidate"), .array([bulk("a"), .integer(1)])]) == .invalidate(nil))
    }
}

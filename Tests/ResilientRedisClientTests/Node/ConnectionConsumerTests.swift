import RedisFaultInjection
import RedisTransport
import ResilientRedisClient
import Synchronization
import Testing

/// What a new kind of connection costs: one type, and one line that registers it.
@Suite("Connection consumers", .timeLimit(.minutes(2)))
struct ConnectionConsumerTests {
    /// Keeps a connection that is subscribed to one channel.
    private final class ChannelConsumer: ConnectionConsumer, PushHandler {
        private unowned let node: Node
        private let channel: String
        private let record: Record
        private var connection: Connection?

        init(_ channel: String, node: Node, record: Record) {
            self.channel = channel
            self.node = node
            self.record = record
        }

        func connected(_ connection: Connection, now: MonotonicTime) {
            connection.owner = self
            self.connection = connection
            connection.onPush(self, inReplies: true)
            connection.send(
                Call(
                    RedisRequest(words: "SUBSCRIBE", channel, traits: .readOnly), submitted: now,
                    deadline: .distantFuture), now: now)
            connection.flush()
            record.note("connected")
        }

        func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict {
            failure.cause.map { .outage($0) } ?? .absorbed
        }

        func outageBegan(_ refusal: RedisError, now: MonotonicTime) {
            close(refusal)
            record.note("outage")
        }

        func outageEnded(now: MonotonicTime) { node.connect(for: self, since: now) }

        func advance(to now: MonotonicTime) -> MonotonicTime { connection?.advance(to: now) ?? .distantFuture }

        func close(_ error: RedisError) {
            connection?.owner = nil
            _ = connection?.closeReturningCalls()
            connection = nil
        }

        func connection(_ lost: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
            connection = nil
            node.connect(for: self, since: node.context.time.now())
        }

        func connection(_ connection: Connection, received error: RESPErrorReply) {}

        func connection(_ connection: Connection, received push: Push) {
            if case .message(_, .bulkString(let bytes)) = push { record.note(String(decoding: bytes, as: UTF8.self)) }
        }
    }

    private final class Record: Sendable {
        private let lines = Mutex<[String]>([])

        func note(_ line: String) { lines.withLock { $0.append(line) } }

        func wait(for line: String, count: Int = 1) async throws {
            let end = ContinuousClock.now + .seconds(20)
            while lines.withLock({ $0.count { $0 == line } }) < count {
                try #require(ContinuousClock.now < end, "\(line) was not recorded: \(lines.withLock { $0 })")
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    /// Publishes until a subscriber takes it: SUBSCRIBE may still be under way.
    private func publish(_ text: String, on redis: RedisClient) async throws {
        while try await redis.send("PUBLISH", "news", text, as: Int.self) == 0 {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    @Test("A consumer gets a connection, is notified when it is lost, and gets another one after an outage")
    func lifecycle() async throws {
        let server = try await RedisServer.start()
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port))
        configuration.resilience.backoff = .milliseconds(200)
        let redis = try RedisClient(configuration)
        let record = Record()
        let consumer = redis.addConsumer { node in ChannelConsumer("news", node: node, record: record) }
        try await record.wait(for: "connected")
        try await publish("one", on: redis)
        try await record.wait(for: "one")

        _ = try await redis.send("CLIENT", "KILL", "TYPE", "pubsub", as: Int.self)
        try await record.wait(for: "connected", count: 2)
        try await publish("two", on: redis)
        try await record.wait(for: "two")

        server.kill()
        try await record.wait(for: "outage")
        try await server.restart()
        try await record.wait(for: "connected", count: 3)
        try await publish("three", on: redis)
        try await record.wait(for: "three")
        withExtendedLifetime(consumer) {}
        await redis.shutdown()
    }

    @Test("A consumer that is let go of loses its connection, and the client goes on")
    func removal() async throws {
        let server = try await RedisServer.start()
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
        let record = Record()
        var consumer: ConsumerHandle? = redis.addConsumer { ChannelConsumer("news", node: $0, record: record) }
        try await record.wait(for: "connected")
        try await publish("one", on: redis)
        withExtendedLifetime(consumer) {}
        consumer = nil
        let end = ContinuousClock.now + .seconds(20)
        while try await redis.send("PUBLISH", "news", "two", as: Int.self) > 0 {
            try #require(ContinuousClock.now < end)
        }
        #expect(try await redis.send("PING", as: String.self) == "PONG")
        await redis.shutdown()
    }

    @Test("A consumer that is added after the end of the client is declined")
    func declined() async throws {
        let server = try await RedisServer.start()
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
        #expect(try await redis.send("PING", as: String.self) == "PONG")
        await redis.shutdown()
        let record = Record()
        let consumer = redis.addConsumer(declined: { record.note("declined") }) { node in
            ChannelConsumer("news", node: node, record: record)
        }
        try await record.wait(for: "declined")
        withExtendedLifetime(consumer) {}
    }
}

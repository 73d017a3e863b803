import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

/// Subscriptions against a real server.
@Suite("Subscriptions", .timeLimit(.minutes(2)))
struct SubscriptionTests {
    private struct Setup {
        let server: RedisServer
        let redis: RedisClient
        let publisher: RedisClient
    }

    private func setup(
        _ directives: [String: String] = [:], _ change: (inout RedisConfiguration) -> Void = { _ in }
    ) async throws -> Setup {
        let server = try await RedisServer.start(directives: directives)
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port))
        configuration.resilience.backoff = .milliseconds(200)
        let publisher = try RedisClient(configuration)
        change(&configuration)
        return Setup(server: server, redis: try RedisClient(configuration), publisher: publisher)
    }

    private func publish(_ channel: String, _ text: String, on redis: RedisClient) async throws -> Int {
        try await redis.send("PUBLISH", channel, text, as: Int.self)
    }

    /// Waits until the server has this many subscribers of a channel.
    private func wait(for count: Int, of channel: String, on redis: RedisClient) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while try await subscribers(of: channel, on: redis) != count {
            try #require(ContinuousClock.now < end)
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private func subscribers(of channel: String, on redis: RedisClient) async throws -> Int? {
        let reply = try await redis.send("PUBSUB", "NUMSUB", channel, as: [RESPValue].self)
        return try Int(resp: reply[1])
    }

    /// The next events as short texts.
    private func events(
        _ count: Int, from iterator: inout RedisSubscription.Iterator
    ) async throws -> [String] {
        var texts: [String] = []
        while texts.count < count, let event = try await iterator.next() {
            switch event {
            case .message(let message): texts.append("\(message.channel):\(message.text)")
            case .gap(let gap): texts.append("gap \(gap.reason.rawValue) \(gap.droppedMessages)")
            }
        }
        return texts
    }

    @Test("What is published after subscribe has returned is received, in order")
    func messages() async throws {
        let setup = try await setup()
        let news = try await setup.redis.subscribe(to: "news", "sport")
        for number in 0..<100 {
            let channel = number.isMultiple(of: 2) ? "news" : "sport"
            #expect(try await publish(channel, "\(number)", on: setup.publisher) == 1)
        }
        var iterator = news.makeAsyncIterator()
        let texts = try await events(100, from: &iterator)
        #expect(texts == (0..<100).map { ($0.isMultiple(of: 2) ? "news:" : "sport:") + "\($0)" })
        await setup.redis.shutdown()
        #expect(try await iterator.next() == nil, "the end of the client ends the iteration")
    }

    @Test("Patterns, shard channels and names of any bytes are received as what they are")
    func kinds() async throws {
        let setup = try await setup()
        let pattern = try await setup.redis.psubscribe(to: "user.*")
        let sharded = try await setup.redis.ssubscribe(to: "shard")
        let bytes: [UInt8] = [0, 255, 10, 13]
        let binary = try await setup.redis.subscribe(to: bytes)
        _ = try await publish("user.7", "hello", on: setup.publisher)
        _ = try await setup.publisher.send("SPUBLISH", "shard", "42", as: Int.self)
        _ = try await setup.publisher.send("PUBLISH", bytes, bytes, as: Int.self)

        for try await case .message(let message) in pattern {
            #expect(message.channel == "user.7" && message.pattern == "user.*" && message.text == "hello")
            break
        }
        for try await case .message(let message) in sharded {
            #expect(message.isSharded && message.channel == "shard")
            #expect(try message.value(as: Int.self) == 42)
            break
        }
        for try await case .message(let message) in binary {
            #expect(message.channelBytes == bytes && message.bytes == bytes && message.pattern == nil)
            break
        }
        await setup.redis.shutdown()
    }

    @Test("Two names that Swift's strings hold for equal are two channels")
    func canonicallyEqualNames() async throws {
        let setup = try await setup()
        let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
        let one = try await setup.redis.subscribe(to: composed)
        let two = try await setup.redis.subscribe(to: decomposed)
        _ = try await publish(composed, "composed", on: setup.publisher)
        _ = try await publish(decomposed, "decomposed", on: setup.publisher)
        var (first, second) = (one.makeAsyncIterator(), two.makeAsyncIterator())
        #expect(try await first.next()?.message?.text == "composed")
        #expect(try await second.next()?.message?.text == "decomposed")
        await setup.redis.shutdown()
    }

    @Test("Tasks that subscribe to the same channel share one subscription of the server; the last one ends it")
    func sharing() async throws {
        let setup = try await setup()
        var one: RedisSubscription? = try await setup.redis.subscribe(to: "news")
        let two = try await setup.redis.subscribe(to: "news")
        #expect(try await publish("news", "x", on: setup.publisher) == 1)
        if let one { for try await event in one { #expect(event.message?.text == "x"); break } }
        one = nil
        #expect(try await publish("news", "y", on: setup.publisher) == 1)
        var iterator = two.makeAsyncIterator()
        #expect(try await events(2, from: &iterator) == ["news:x", "news:y"])
        two.cancel()
        #expect(try await iterator.next() == nil)
        try await wait(for: 0, of: "news", on: setup.publisher)
        #expect(try await setup.redis.send("PING", as: String.self) == "PONG")
        await setup.redis.shutdown()
    }

    @Test("After a lost connection everything is subscribed to again, and a gap tells it before the next message")
    func lostConnection() async throws {
        let setup = try await setup()
        let news = try await setup.redis.subscribe(to: "news", "sport")
        _ = try await publish("news", "one", on: setup.publisher)
        var iterator = news.makeAsyncIterator()
        #expect(try await events(1, from: &iterator) == ["news:one"])
        let before = ContinuousClock.now
        #expect(try await setup.publisher.send("CLIENT", "KILL", "TYPE", "pubsub", as: Int.self) == 1)
        try await wait(for: 1, of: "news", on: setup.publisher)
        try await wait(for: 1, of: "sport", on: setup.publisher)
        _ = try await publish("sport", "two", on: setup.publisher)
        let gap = try await iterator.next()
        guard case .gap(let gap) = gap else {
            Issue.record("\(String(describing: gap)) instead of a gap")
            return
        }
        #expect(gap.reason == .connectionLost && gap.droppedMessages == 0)
        #expect(gap.since <= .now && gap.since > before - .seconds(5))
        // A message that came before all channels were confirmed is followed by another gap.
        var next = try await events(1, from: &iterator)
        if next == ["gap connectionLost 0"] { next = try await events(1, from: &iterator) }
        #expect(next == ["sport:two"])
        await setup.redis.shutdown()
    }

    @Test("A subscription outlives an outage; what is subscribed to during the outage fails at once")
    func outage() async throws {
        let setup = try await setup()
        let news = try await setup.redis.subscribe(to: "news")
        setup.server.kill()
        let end = ContinuousClock.now + .seconds(20)
        while setup.redis.availability.isAvailable {
            try #require(ContinuousClock.now < end)
            _ = try? await setup.redis.send("PING", as: String.self)
        }
        let start = ContinuousClock.now
        await #expect(throws: RedisError.self) { _ = try await setup.redis.subscribe(to: "sport") }
        #expect(ContinuousClock.now - start < .seconds(1))
        try await setup.server.restart()
        try await wait(for: 1, of: "news", on: setup.publisher)
        _ = try await publish("news", "back", on: setup.publisher)
        var iterator = news.makeAsyncIterator()
        #expect(try await events(2, from: &iterator) == ["gap connectionLost 0", "news:back"])
        await setup.redis.shutdown()
    }

    @Test("A connection that the network dropped silently is found by its health check, and replaced")
    func silentDrop() async throws {
        let server = try await RedisServer.start()
        let proxy = try await FaultProxy.start(to: server)
        var configuration = RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: proxy.port))
        configuration.resilience.healthCheckInterval = .milliseconds(300)
        configuration.resilience.healthCheckTimeout = .milliseconds(200)
        let redis = try RedisClient(configuration)
        let publisher = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
        let news = try await redis.subscribe(to: "news")
        proxy.inject(.silentDrop)
        var iterator = news.makeAsyncIterator()
        #expect(try await events(1, from: &iterator) == ["gap connectionLost 0"])
        _ = try await publish("news", "found", on: publisher)
        #expect(try await events(1, from: &iterator) == ["news:found"])
        #expect(redis.availability.isAvailable)
        await redis.shutdown()
    }

    @Test("A slow reader keeps to its bounds: the oldest messages go, and a gap says how many")
    func slowReader() async throws {
        let setup = try await setup()
        let news = try await setup.redis.subscribe(to: "news", buffer: RedisSubscriptionBuffer(maximumCount: 10))
        for number in 0..<100 { _ = try await publish("news", "\(number)", on: setup.publisher) }
        // The last one is there when a later subscriber has it.
        let marker = try await setup.redis.subscribe(to: "marker")
        _ = try await publish("marker", "end", on: setup.publisher)
        for try await _ in marker { break }
        var iterator = news.makeAsyncIterator()
        #expect(try await events(11, from: &iterator) == ["gap bufferFull 90"] + (90..<100).map { "news:\($0)" })
        await setup.redis.shutdown()
    }

    @Test("A subscription that is told to fail ends when its buffer is full, after what it has")
    func failing() async throws {
        let setup = try await setup()
        let news = try await setup.redis.subscribe(
            to: "news", buffer: RedisSubscriptionBuffer(maximumCount: 2, overflow: .fail))
        for number in 0..<5 { _ = try await publish("news", "\(number)", on: setup.publisher) }
        try await wait(for: 0, of: "news", on: setup.publisher)
        var iterator = news.makeAsyncIterator()
        #expect(try await events(2, from: &iterator) == ["news:0", "news:1"])
        let error = await #expect(throws: RedisError.self) { _ = try await iterator.next() }
        #expect(error?.code == .overloaded)
        await setup.redis.shutdown()
    }

    @Test("A channel that the user may not read is refused by name, and harms no other subscription")
    func refused() async throws {
        let setup = try await setup()
        _ = try await setup.publisher.send(
            "ACL", "SETUSER", "reader", "on", ">secret", "resetchannels", "&news", "+@all", "~*", as: String.self)
        var configuration = setup.redis.configuration
        configuration.credentials = .init(username: "reader", password: "secret")
        let redis = try RedisClient(configuration)
        let news = try await redis.subscribe(to: "news")
        let error = await #expect(throws: RedisError.self) { _ = try await redis.subscribe(to: "news", "private") }
        #expect(error?.code == .server && error?.reply?.name == "NOPERM")
        #expect(error.map { !$0.description.contains("private") } ?? false)
        _ = try await publish("news", "x", on: setup.publisher)
        for try await event in news { #expect(event.message?.text == "x"); break }

        _ = try await setup.publisher.send(
            "ACL", "SETUSER", "reader", "resetchannels", "&sport", as: String.self)
        await #expect(throws: RedisError.self, "the rights were taken away: it ends, and says why") {
            for try await _ in news {}
        }
        await redis.shutdown()
    }

    @Test("A cancelled task gets its CancellationError, while it waits for a message and while it subscribes")
    func cancellation() async throws {
        let setup = try await setup()
        let news = try await setup.redis.subscribe(to: "news")
        let reader = Task { for try await _ in news {} }
        reader.cancel()
        await #expect(throws: CancellationError.self) { try await reader.value }
        setup.server.freeze()
        let subscriber = Task { try await setup.redis.subscribe(to: "sport") }
        try await Task.sleep(for: .milliseconds(50))
        subscriber.cancel()
        await #expect(throws: CancellationError.self) { _ = try await subscriber.value }
        setup.server.thaw()
        await setup.redis.shutdown()
    }

    @Test("A server that does not confirm in time is a timeout, or an outage when it answers nothing at all")
    func timeout() async throws {
        let setup = try await setup { $0.resilience.commandTimeout = .milliseconds(400) }
        _ = try await setup.redis.send("PING", as: String.self)
        setup.server.freeze()
        let error = await #expect(throws: RedisError.self) { _ = try await setup.redis.subscribe(to: "news") }
        #expect([.timeout, .unavailable].contains(error?.code))
        setup.server.thaw()
        await setup.redis.shutdown()
    }

    @Test("After a failed attempt to connect, later subscriptions work as soon as the cause is gone")
    func afterFailure() async throws {
        let setup = try await setup(["maxclients": "2"])
        #expect(try await setup.redis.send("PING", as: String.self) == "PONG")
        #expect(try await setup.publisher.send("PING", as: String.self) == "PONG")
        await #expect(throws: RedisError.self) { _ = try await setup.redis.subscribe(to: "news") }
        _ = try await setup.publisher.send("CONFIG", "SET", "maxclients", 100, as: String.self)
        let end = ContinuousClock.now + .seconds(20)
        var subscription: RedisSubscription?
        while subscription == nil {
            try #require(ContinuousClock.now < end, "it keeps the old error")
            subscription = try? await setup.redis.subscribe(to: "news")
            if subscription == nil { try await Task.sleep(for: .milliseconds(50)) }
        }
        #expect(try await publish("news", "x", on: setup.publisher) == 1)
        await setup.redis.shutdown()
    }

    @Test("A second iterator goes on where the first one stopped, and cancel drops what was not read")
    func iterators() async throws {
        let setup = try await setup()
        let news = try await setup.redis.subscribe(to: "news")
        for number in 0..<10 { _ = try await publish("news", "\(number)", on: setup.publisher) }
        for try await event in news { #expect(event.message?.text == "0"); break }
        var iterator = news.makeAsyncIterator()
        #expect(try await events(2, from: &iterator) == ["news:1", "news:2"])
        news.cancel()
        #expect(try await iterator.next() == nil)
        await setup.redis.shutdown()
    }

    @Test("A server that is busy when the channels are subscribed to again ends no subscription")
    func busyServer() async throws {
        let isBusy = Mutex(0)
        let server = try ScriptedServer(
            .healthy { command in
                guard command.name == "SUBSCRIBE" else { return nil }
                let attempt = isBusy.withLock { count in
                    count += 1
                    return count
                }
                if attempt == 2 { return [.send("-BUSY Redis is busy running a script.\r\n")] }
                let confirmation = "*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n"
                return attempt == 1 ? [.send(confirmation), .pause(.milliseconds(100)), .reset] : [.send(confirmation)]
            })
        defer { server.stop() }
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "127.0.0.1", port: server.port)))
        let news = try await redis.subscribe(to: "news")
        var iterator = news.makeAsyncIterator()
        #expect(try await events(1, from: &iterator) == ["gap connectionLost 0"])
        #expect(isBusy.withLock { $0 } == 3)
        await redis.shutdown()
    }

    @Test("No channel is refused before anything is sent, and a client that has ended refuses too")
    func misuse() async throws {
        let setup = try await setup()
        await #expect(throws: RedisError.self) { _ = try await setup.redis.subscribe(to: [String]()) }
        await setup.redis.shutdown()
        let error = await #expect(throws: RedisError.self) { _ = try await setup.redis.subscribe(to: "news") }
        #expect(error?.code == .shutdown)
    }

    @Test("Under RESP3 subscriptions work the same", .enabled(if: ReplyReader.supportsRESP3))
    func resp3() async throws {
        let setup = try await setup { $0.protocolVersion = .resp3 }
        let news = try await setup.redis.subscribe(to: "news")
        _ = try await publish("news", "x", on: setup.publisher)
        for try await event in news { #expect(event.message?.text == "x"); break }
        await setup.redis.shutdown()
    }

    @Test("10,000 channels fit on one connection and are all subscribed to again after it was lost")
    func manyChannels() async throws {
        let setup = try await setup()
        let names = (0..<10_000).map { "channel:\($0)" }
        let all = try await setup.redis.subscribe(to: names)
        #expect(try await setup.publisher.send("CLIENT", "KILL", "TYPE", "pubsub", as: Int.self) == 1)
        var iterator = all.makeAsyncIterator()
        #expect(try await events(1, from: &iterator) == ["gap connectionLost 0"])
        for name in ["channel:0", "channel:9999"] {
            #expect(try await publish(name, "x", on: setup.publisher) == 1)
        }
        #expect(try await events(2, from: &iterator) == ["channel:0:x", "channel:9999:x"])
        await setup.redis.shutdown()
    }
}

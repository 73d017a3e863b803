#if os(Linux)
    import RedisFaultInjection
    import RedisTransport
    import ResilientRedisClient
    import Testing

    extension Resilience {
        /// Each test runs in a process of its own, where all descriptors and threads are those of one client.
        @Suite("Resources after a client's end", .serialized)
        struct LeftoverTests {
            @Test("A released client leaves no descriptor and no thread behind, whatever faults it met")
            func nothingIsLeft() async {
                await #expect(processExitsWith: .success) {
                    let server = try ScriptedServer(echo())
                    let book = AddressBook(.addresses("127.0.0.2", "127.0.0.1"))
                    let faults: [ScriptedServer.Behaviour] = [
                        .refuse, .blackHoleConnect, .acceptThenClose, .neverAnswer, .greet([.send("garbage\r\n")]),
                        .greet([.send("-ERR max number of clients reached\r\n"), .close]), .greet([.reset]),
                    ]
                    // The first round opens what stays open for good, such as the runtime's own descriptors.
                    var before: Int?
                    for _ in 0..<2 {
                        for fault in faults {
                            try await server.become(echo())
                            do {
                                let client = try client(port: server.port, host: "redis.test", resolver: book) {
                                    $0.resilience.connectTimeout = .milliseconds(20)
                                    $0.resilience.backoff = .milliseconds(10)
                                    $0.pool.sharedConnections = 3
                                }
                                let traffic = Traffic(client, tasks: 10)
                                try await traffic.answers(100)
                                // On a busy machine so short a connect timeout may pass on its own.
                                try await until {
                                    (try? await client.withConnection { try await $0.get("k", as: String.self) }) != nil
                                }
                                try await server.become(fault)
                                try await traffic.failures(20)
                                await client.becomesUnavailable()
                                _ = await traffic.stop()
                            }
                            try await until { try clientThreads().isEmpty }
                        }
                        try await server.become(.refuse)
                        let now = try openDescriptors()
                        if let before { try #require(now == before) }
                        before = now
                    }
                }
            }

            @Test("A shutdown without a grace period fails all pending calls and ends the client's threads")
            func callsUnderWay() async {
                await #expect(processExitsWith: .success) {
                    let server = try ScriptedServer(echo { $0.words.last == "never" ? [] : nil })
                    let client = try client(port: server.port) { $0.resilience.commandTimeout = .seconds(60) }
                    let calls = Task {
                        await triedAtOnce(100) { index in
                            if index % 2 == 0 { return try await client.text("never") }
                            return try await client.withConnection { try await $0.get("never", as: String.self) }
                        }
                    }
                    // Half of them share a connection; of the others, as many as may have one of their own.
                    try await server.waitForCommands(50 + 32, named: "GET")
                    await client.shutdown(gracePeriod: .zero)
                    for attempt in await calls.value { try #require(attempt.error?.code == .shutdown) }
                    try await until { try clientThreads().isEmpty }
                }
            }

            @Test("A server that dies during a large write does not kill the process with SIGPIPE")
            func brokenPipe() async {
                await #expect(processExitsWith: .success) {
                    let server = try await RedisServer.start()
                    let client = try client(port: server.port) { configuration in
                        configuration.resilience.commandTimeout = .seconds(20)
                        configuration.resilience.backoff = .milliseconds(50)
                    }
                    let payload = [UInt8](repeating: 0x78, count: 16 << 20)
                    for _ in 0..<3 {
                        try #require(try await client.set("k", "v"))
                        // It takes in what fits into the system's buffers, and the rest waits in the client.
                        server.freeze()
                        let writes = Task { await triedAtOnce(4) { try await client.set("large:\($0)", payload) } }
                        try await Task.sleep(for: .milliseconds(100))
                        server.kill()
                        for write in await writes.value { try #require(write.error != nil) }
                        try await server.restart()
                        await client.becomesAvailable()
                    }
                }
            }

            @Test("A client's memory does not grow during an outage")
            func memoryInAnOutage() async {
                await #expect(processExitsWith: .success) {
                    let server = try await RedisServer.start()
                    let client = try client(port: server.port) { configuration in
                        configuration.resilience.commandTimeout = .milliseconds(200)
                        configuration.resilience.connectTimeout = .milliseconds(200)
                        configuration.resilience.backoff = .milliseconds(100)
                    }
                    let traffic = Traffic(client, tasks: 1000, pause: .milliseconds(20))
                    try await traffic.answers(10_000)
                    server.freeze()
                    await client.becomesUnavailable()
                    try await traffic.failures(20_000)
                    let before = try residentMemory()
                    try await traffic.failures(100_000)
                    try #require(try residentMemory() - before < 16 << 20)
                    server.thaw()
                    await client.becomesAvailable()
                    try await traffic.answers(10_000)
                    try #require(await traffic.stop().wrongAnswers == [])
                }
            }
        }
    }
#endif

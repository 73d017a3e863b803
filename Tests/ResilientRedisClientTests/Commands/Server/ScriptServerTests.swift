import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Scripts, functions, and what is published, on a server of their own.
@Suite(.timeLimit(.minutes(3)), .serialized) struct ScriptServerTests {
    private func withServer(_ body: (RedisClient) async throws -> Void) async throws {
        let server = try await RedisServer.start()
        let redis = try CommandServer.client(of: server)
        try await body(redis)
        await redis.shutdown(gracePeriod: .zero)
        server.stop()
    }

    @Test(arguments: [
        ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"), ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (String(repeating: "a", count: 1_000_000), "34aa973cd4c4daa4f61eeb2bdbad27316534016f"),
        (String(repeating: "é", count: 28), "95bec3c7bb4821a5e9fad9a89c094682d91b179e"),
    ])
    func `scripts are named by their SHA-1 digest`(source: String, digest: String) {
        #expect(RedisScript(source).digest == digest)
    }

    @Test func `scripts run, are sent once, and again when the server has forgotten them`() async throws {
        try await withServer { redis in
            let script = RedisScript("redis.call('SET', KEYS[1], ARGV[1]) return redis.call('INCR', KEYS[1])")
            for _ in 0..<3 {
                #expect(try await redis.run(script, keys: ["n"], arguments: [5], as: Int.self) == 6)
            }
            // The script was sent whole once; the server counts calls by their names.
            #expect(try await redis.scriptExists([script.digest, "none"]) == [true, false])
            let calls = RedisServerInfo(text: try await redis.send("INFO", "commandstats"))
            #expect(calls["cmdstat_eval"]?.hasPrefix("calls=1,") == true)
            #expect(calls["cmdstat_evalsha"]?.hasPrefix("calls=3,") == true)
            try await redis.scriptFlush()
            #expect(try await redis.scriptExists([script.digest]) == [false])
            #expect(try await redis.run(script, keys: ["n"], arguments: [7], as: Int.self) == 8)
            #expect(try await redis.scriptLoad("return 1") == RedisScript("return 1").digest)
            #expect(try await redis.evalsha(RedisScript("return 1").digest, as: Int.self) == 1)
            #expect(
                try await redis.eval("return {KEYS[1], ARGV[1]}", keys: ["k"], arguments: ["a"], as: [String].self) == [
                    "k", "a",
                ])
            let missing = await #expect(throws: RedisError.self) {
                try await redis.evalsha("0000000000000000000000000000000000000000", as: Int.self)
            }
            #expect(missing?.reply?.name == "NOSCRIPT")
            #expect(missing?.outcome == .rejected)
            let idle = await #expect(throws: RedisError.self) { try await redis.scriptKill() }
            #expect(idle?.reply?.name == "NOTBUSY")
            let reading = RedisScript("return redis.call('GET', KEYS[1])", isReadOnly: true)
            #expect(try await redis.run(reading, keys: ["n"], as: Int.self) == 8)
            #expect(try await redis.evalRo("return 2", as: Int.self) == 2)
            #expect(try await redis.evalshaRo(reading.digest, keys: ["n"], as: Int.self) == 8)
            let writing = RedisScript("return redis.call('SET', KEYS[1], 1)", isReadOnly: true)
            await #expect(throws: RedisError.self) { try await redis.run(writing, keys: ["n"], as: String.self) }
            #expect(try await redis.get("n", as: Int.self) == 8)
            let names = Set(try await redis.commandList())
            if names.contains("script|show") {
                #expect(try await redis.scriptShow(reading.digest, as: String.self) == reading.source)
            }
        }
    }

    @Test func `functions are loaded, called, dumped and deleted`() async throws {
        try await withServer { redis in
            let code = """
                #!lua name=mylib
                redis.register_function('add', function(keys, args) return redis.call('INCRBY', keys[1], args[1]) end)
                redis.register_function{function_name='read', callback=function(keys) return redis.call('GET', keys[1]) end, flags={'no-writes'}}
                """
            #expect(try await redis.functionLoad(code) == "mylib")
            await #expect(throws: RedisError.self) { try await redis.functionLoad(code) }
            #expect(try await redis.functionLoad(code, replacing: true) == "mylib")
            #expect(try await redis.fcall("add", keys: ["n"], arguments: [5], as: Int.self) == 5)
            #expect(try await redis.fcallRo("read", keys: ["n"], as: Int.self) == 5)
            let list = try await redis.functionList(matching: "my*", withCode: true)
            #expect(list.count == 1)
            #expect(list.first?["library_code"]?.string == code)
            #expect(try await redis.functionStats()["running_script"] == .null)
            let dump = try await redis.functionDump()
            try await redis.functionDelete("mylib")
            #expect(try await redis.functionList().isEmpty)
            try await redis.functionRestore(dump, policy: .append)
            #expect(try await redis.functionList().count == 1)
            try await redis.functionFlush(.sync)
            #expect(try await redis.functionList().isEmpty)
            await #expect(throws: RedisError.self) { try await redis.functionKill() }
        }
    }

    @Test func `messages are published, and subscribers counted`() async throws {
        try await withServer { redis in
            let subscribers = try await redis.publish("channel", "message")
            #expect(subscribers == 0)
            #expect(try await redis.spublish("channel", [0, 255]) == 0)
            #expect(try await redis.pubsubChannels(matching: "c*").isEmpty)
            #expect(try await redis.pubsubNumsub("a", "b") == ["a": 0, "b": 0])
            #expect(try await redis.pubsubNumpat() == 0)
            #expect(try await redis.pubsubShardchannels().isEmpty)
            #expect(try await redis.pubsubShardnumsub("a") == ["a": 0])
        }
    }
}

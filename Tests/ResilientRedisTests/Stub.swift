import Testing
import ResilientRedis
@Test func smoke() async throws {
    let c = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "localhost", port: 6399)))
    let pong: String = try await c.send("PING")
    #expect(pong == "PONG")
    let _: String = try await c.send("SET", "a", "b")
    let v: String? = try await c.send("GET", "a")
    #expect(v == "b")
    let r = try await c.pipeline { p in
        p.append(RedisCommand<String>("GET", "a")); p.append(RedisCommand<Int>("LPUSH", "a", "x"))
    }
    print(r)
    let t = try await c.transaction { p in
        p.append(RedisCommand<String>("GET", "a")); p.append(RedisCommand<Int>("INCR", "cnt"))
    }
    print(t)
    let t2 = try await c.transaction(watching: "a") { conn, p in
        let s: String = try await conn.send("GET", "a"); p.append(RedisCommand<String>("SET", "a", s + "x"))
    }
    print(t2)
    await c.shutdown()
    do { let _: String = try await c.send("PING"); Issue.record("no") } catch { print(error) }
}

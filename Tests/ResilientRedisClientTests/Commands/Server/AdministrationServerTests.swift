import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Testing

/// Commands that describe or change a server, each on a server of its own.
@Suite(.timeLimit(.minutes(3)), .serialized) struct AdministrationServerTests {
    private func withServer(
        _ directives: [String: String] = [:], _ body: (RedisClient, Set<String>) async throws -> Void
    ) async throws {
        let server = try await RedisServer.start(directives: directives)
        let redis = try CommandServer.client(of: server)
        try await body(redis, Set(try await redis.commandList()))
        await redis.shutdown(gracePeriod: .zero)
        server.stop()
    }

    @Test func `users are made, described, tried and deleted`() async throws {
        try await withServer { redis, _ in
            try await redis.aclSetuser("ann", ["on", "nopass", "~app:*", "+get"])
            #expect(try await redis.aclUsers().sorted() == ["ann", "default"])
            #expect(try await redis.aclList().contains { $0.hasPrefix("user ann on") })
            #expect(try await redis.aclGetuser("ann")["keys"]?.string == "~app:*")
            #expect(try await redis.aclGetuser("none").isEmpty)
            #expect(try await redis.aclDryrun("ann", "GET", "app:1") == "OK")
            #expect(try await redis.aclDryrun("ann", "SET", "app:1", "v") != "OK")
            #expect(try await redis.aclWhoami() == "default")
            #expect(try await redis.aclGenpass(bits: 64).count == 16)
            #expect(try await redis.aclCat().contains("read"))
            #expect(try await redis.aclCat("string").contains("get"))
            #expect(try await redis.aclLog(count: 1).isEmpty)
            try await redis.aclLog(.reset)
            #expect(try await redis.aclDeluser(["ann", "none"]) == 1)
            await #expect(throws: RedisError.self) { try await redis.aclSave() }
            await #expect(throws: RedisError.self) { try await redis.aclLoad() }
        }
    }

    @Test func `the server saves, reports its role and its statistics`() async throws {
        try await withServer { redis, _ in
            try await redis.set("k", "v")
            try await redis.save()
            #expect(try await redis.bgsave(scheduling: true).contains("aving"))
            #expect(try await redis.bgrewriteaof().contains("ewriting"))
            #expect(try await redis.role() == .primary(offset: 0, replicas: 0))
            await #expect(throws: RedisError.self) { try await redis.failover(.abort) }
            await #expect(throws: RedisError.self) { try await redis.failover() }
            await #expect(throws: RedisError.self) { try await redis.shutdown(RedisAbort.abort) }
            try await redis.replicaof(host: "127.0.0.1", port: 1)
            guard case .replica(let host, 1, _, _) = try await redis.role() else { throw CancellationError() }
            #expect(host == "127.0.0.1")
            try await redis.replicaof(.noOne)
            try await redis.slaveof(host: "127.0.0.1", port: 1)
            try await redis.slaveof(.noOne)
            try await redis.configResetstat()
            try await redis.configRewrite()
        }
    }

    @Test func `commands are described`() async throws {
        try await withServer { redis, names in
            #expect(try await redis.commandCount() > 200)
            #expect(try await redis.commandList(.pattern("xad*")) == ["xadd"])
            #expect(try await redis.commandInfo(["get", "none"]).count == 2)
            #expect(try await redis.commandGetkeys("MSET", "a", "1", "b", "2") == ["a", "b"])
            let use = try await redis.commandGetkeysandflags("SET", "k", "v")
            #expect(use.map(\.key) == [Array("k".utf8)])
            #expect(use.first?.flags.contains("update") == true)
            #expect(try await redis.lolwut(version: 5).contains("ver"))
            #expect(names.contains("get"))
            guard ReplyReader.supportsRESP3 else { return }
            #expect(try await redis.command().count > 200)
            #expect(try await redis.commandDocs(["get"])["get"] != nil)
        }
    }

    @Test func `latency, memory, modules and slow commands are reported`() async throws {
        try await withServer(["enable-debug-command": "yes"]) { redis, names in
            try await redis.configSet("latency-monitor-threshold", "1")
            try await redis.configSet("slowlog-log-slower-than", "0")
            let sleep: String = try await redis.send("DEBUG", "SLEEP", "0.005")
            #expect(sleep == "OK")
            let event = try #require(try await redis.latencyLatest().first { $0.name == "command" })
            #expect(event.greatest >= .milliseconds(4))
            #expect(abs(event.latest.date.timeIntervalSinceNow) < 100)
            #expect(try await redis.latencyHistory("command").first?.latency ?? .zero >= .milliseconds(4))
            #expect(try await redis.latencyDoctor().isEmpty == false)
            #expect(try await redis.latencyGraph("command").contains("command"))
            #expect(try await redis.latencyHistogram(["debug"]).isEmpty == false)
            #expect(try await redis.latencyReset(["command"]) == 1)
            #expect(try await redis.memoryDoctor().isEmpty == false)
            #expect(try await redis.memoryStats()["keys.count"] == .integer(0))
            try await redis.memoryPurge()
            #expect(try await redis.memoryMallocStats().isEmpty == false)
            #expect(try await redis.moduleList().allSatisfy { $0["name"] != nil })
            await #expect(throws: RedisError.self) { try await redis.moduleLoad("/none", ["a"]) }
            await #expect(throws: RedisError.self) { try await redis.moduleLoadex("/none", configuration: ["n": "v"]) }
            await #expect(throws: RedisError.self) { try await redis.moduleUnload("none") }
            let entries = try await redis.slowlogGet(count: -1)
            let entry = try #require(entries.first { $0.words.first == Array("DEBUG".utf8) })
            #expect(entry.duration >= .milliseconds(4))
            #expect(abs(entry.date.timeIntervalSinceNow) < 100)
            #expect(entry.client.contains(":"))
            #expect(try await redis.slowlogLen() > 0)
            try await redis.slowlogReset()
            #expect(try await redis.slowlogLen() <= 2)
            guard names.contains("commandlog|get") else { return }
            #expect(try await redis.commandlogLen(.slow) > 0)
            #expect(try await redis.commandlogGet(.largeRequest, count: 3).isEmpty)
            try await redis.commandlogReset(.slow)
        }
    }

    @Test func `connections are listed, paused, unblocked and closed`() async throws {
        try await withServer { redis, names in
            let info = try await redis.clientInfo()
            let id = try await redis.clientId()
            #expect(info.id == id)
            #expect(info.user == "default")
            #expect(info.database == 0)
            #expect(info["cmd"] == "client|info")
            #expect(try await redis.clientList().clients.contains { $0.id == id })
            #expect(try await redis.clientList([.type("pubsub")]).clients.isEmpty)
            #expect(try await redis.clientGetredir() == -1)
            #expect(try await redis.clientTrackinginfo()["redirect"] == .integer(-1))
            try await redis.clientPause(for: .milliseconds(1), .writes)
            try await redis.clientUnpause()
            #expect(try await !redis.clientUnblock(id, .error))
            #expect(try await redis.clientKill([.id(1_000_000)]) == 0)
            try await redis.withConnection { connection in
                try await connection.clientNoEvict(true)
                try await connection.clientTracking(true, prefixes: [], optIn: true)
                try await connection.clientCaching(true)
                try await connection.clientTracking(false)
                if names.contains("client|no-touch") { try await connection.clientNoTouch(true) }
                if names.contains("client|setinfo") { try await connection.clientSetinfo(.libraryName, "test") }
                if names.contains("client|import-source") {
                    await #expect(throws: RedisError.self) { try await connection.clientImportSource(true) }
                }
                if names.contains("client|capa") { try await connection.clientCapa(["redirect"]) }
            }
            let refused = await #expect(throws: RedisError.self) { try await redis.clientNoEvict(true) }
            #expect(refused?.code == .unsupported)
        }
    }

    @Test func `a node of a cluster is described and changed`() async throws {
        try await withServer(["cluster-enabled": "yes"]) { redis, names in
            try await redis.clusterAddslots([0, 1])
            try await redis.clusterAddslotsrange([2...16_383])
            #expect(try await redis.clusterInfo()["cluster_slots_assigned"] == "16384")
            #expect(try await redis.clusterKeyslot("foo") == 12_182)
            for _ in 0..<200 where try await redis.clusterInfo()["cluster_state"] != "ok" {
                try await Task.sleep(for: .milliseconds(50))
            }
            try await redis.set("foo", "v")
            #expect(try await redis.clusterCountkeysinslot(12_182) == 1)
            #expect(try await redis.clusterGetkeysinslot(12_182, count: 5, as: String.self) == ["foo"])
            let node = try await redis.clusterMyid()
            #expect(try await redis.clusterNodes().contains(node))
            if names.contains("cluster|myshardid") { #expect(try await redis.clusterMyshardid().count == 40) }
            #expect(try await redis.clusterShards().count == 1)
            #expect(try await redis.clusterSlots().count == 1)
            #expect(try await redis.clusterLinks().isEmpty)
            #expect(try await redis.clusterReplicas(node).isEmpty)
            #expect(try await redis.clusterSlaves(node).isEmpty)
            #expect(try await redis.clusterCountFailureReports(node) == 0)
            try await redis.clusterSetslot(5, .stable)
            try await redis.clusterSaveconfig()
            #expect(try await redis.clusterBumpepoch().isEmpty == false)
            await #expect(throws: RedisError.self) { try await redis.clusterSetConfigEpoch(1) }
            await #expect(throws: RedisError.self) { try await redis.clusterFailover(.takeover) }
            await #expect(throws: RedisError.self) { try await redis.clusterReplicate("none") }
            await #expect(throws: RedisError.self) { try await redis.clusterForget("none") }
            try await redis.clusterMeet(host: "127.0.0.1", port: 1)
            if names.contains("cluster|slot-stats") { #expect(try await redis.clusterSlotStats(1...2).count == 2) }
            if names.contains("clusterscan") {
                let page = try await redis.clusterscan(slot: 12_182, as: String.self)
                #expect(page.keys == ["foo"] || page.next != nil)
            }
            if names.contains("cluster|migrateslots") {
                await #expect(throws: RedisError.self) { try await redis.clusterMigrateslots(1...2, toNode: "none") }
                #expect(try await redis.clusterGetslotmigrations().isEmpty)
                _ = try? await redis.clusterCancelslotmigrations()
            }
            if names.contains("cluster|flushslot") { try await redis.clusterFlushslot(12_182, .sync) }
            try await redis.flushall()
            try await redis.clusterDelslots([1])
            try await redis.clusterDelslotsrange([2...3])
            try await redis.clusterFlushslots()
            try await redis.clusterReset(.hard)
            #expect(try await redis.clusterMyid() != node)
        }
    }

    @Test func `a server that is shut down loses its connections`() async throws {
        let server = try await RedisServer.start()
        let redis = try CommandServer.client(of: server)
        #expect(try await redis.ping() == "PONG")
        let error = await #expect(throws: RedisError.self) {
            try await redis.shutdown(saving: false, now: true)
        }
        #expect(error?.code == .connectionLost)
        await redis.shutdown(gracePeriod: .zero)
        server.stop()
    }
}

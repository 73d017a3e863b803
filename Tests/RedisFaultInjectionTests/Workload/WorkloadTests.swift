import ResilientRedisCache
import Foundation
import RedisFaultInjection
import ResilientRedisClient
import Synchronization
import Testing

@Suite("A workload", .timeLimit(.minutes(2)))
struct WorkloadTests {
    @Test("A client that blocks the threads of tasks does not count as a machine delay")
    func busyPool() async {
        await #expect(processExitsWith: .success) {
            let blocking = Workload.Target(read: { _ in
                usleep(50_000)
                return nil
            })
            // More of them than any machine that runs this has threads for tasks.
            let report = try await Workload(tasks: 500, pause: .zero, mix: .init(reads: 1)).run(on: blocking) { _ in
                try await Task.sleep(for: .milliseconds(300))
            }
            #expect(try #require(report.machineDelay.percentile(50)) < .milliseconds(20), "\(report)")
        }
    }

    /// An in-memory server that returns wrong answers where a test says so.
    private final class Memory: Sendable {
        let values = Mutex<[String: String]>([:])
        let counters = Mutex<[String: Int]>([:])

        var target: Workload.Target {
            Workload.Target(
                read: { [self] key in
                    let counter = counters.withLock { $0[key] }
                    return values.withLock { $0[key] } ?? counter.map(String.init)
                },
                write: { [self] key, value in values.withLock { $0[key] = value } },
                increment: { [self] key in
                    counters.withLock { counters in
                        counters[key, default: 0] += 1
                        return counters[key] ?? 0
                    }
                })
        }
    }

    private struct Oops: Error {}

    private final class Gate: Sendable {
        let state = Mutex(true)
        let arrivals = Mutex(0)
        var isClosed: Bool { state.withLock { $0 } }
    }

    private let workload = Workload(tasks: 4, pause: .milliseconds(1), deadline: .seconds(5))

    private func report(on target: Workload.Target, _ workload: Workload? = nil) async throws -> WorkloadReport {
        try await (workload ?? self.workload).run(on: target) { try await $0.waitForAnswers(200, within: .seconds(60)) }
    }

    @Test("A workload finds no problem with a client that works")
    func honest() async throws {
        let report = try await report(on: Memory().target)
        #expect(report.problems.isEmpty, "\(report)")
        #expect(report.failed == 0 && report.calls >= 200 && report.latency.count == report.calls)
        #expect(report.unverifiedKeys == 0)
    }

    @Test("A workload runs against a real server and a client of this package, with a cache")
    func real() async throws {
        let server = try await RedisServer.start()
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port)))
        let cache = try RedisCache(redis, namespace: "c")
        var workload = self.workload
        workload.mix = .init(reads: 1, writes: 1, increments: 1, cachedReads: 1)
        let report = try await report(on: .init(redis, cache: cache), workload)
        #expect(report.problems.isEmpty, "\(report)\n\(server.diagnostics)")
        #expect(report.failed == 0, "\(report)")
        #expect(report.hits > 0 && report.sourceLoads > 0)
        #expect(report.cachedReads >= report.hits + report.sourceLoads)
    }

    @Test("A workload finds answers that belong to another call")
    func wrong() async throws {
        let memory = Memory()
        var target = memory.target
        target.read = { [read = target.read] key in
            let value = try await read?(key)
            return value == nil ? nil : memory.values.withLock { $0.values.first { !$0.hasPrefix(key) } }
        }
        let report = try await report(on: target)
        #expect(report.wrong.count > 0)
        #expect(report.problems.contains { $0.contains("wrong answers") })
        #expect(report.wrong.examples.count <= 10)
    }

    @Test("A workload finds acknowledged writes that were lost, even if they are read only at the end")
    func lost() async throws {
        var target = Memory().target
        target.write = { _, _ in }
        let seenOnTheWay = try await report(on: target)
        #expect(seenOnTheWay.lost.count > 0)

        let memory = Memory()
        var onlyWrites = workload
        onlyWrites.mix = .init(writes: 1)
        let run = onlyWrites.start(on: memory.target)
        try await run.waitForAnswers(100, within: .seconds(60))
        let honest = await run.stop()
        #expect(honest.lost.count == 0, "\(honest)")
        let forgetful = Memory()
        let other = onlyWrites.start(on: forgetful.target)
        try await other.waitForAnswers(100, within: .seconds(60))
        var forgetting = forgetful.target
        forgetting.write = { _, _ in }
        let report = try await report(on: forgetting, onlyWrites)
        #expect(report.lost.count > 0)
        _ = await other.stop()
    }

    @Test("A workload accepts a server that forgets, when that was said")
    func forgetful() async throws {
        let memory = Memory()
        var workload = self.workload
        workload.serverMayForget = true
        let report = try await workload.run(on: memory.target) { run in
            try await run.waitForAnswers(200, within: .seconds(60))
            memory.values.withLock { $0 = [:] }
            memory.counters.withLock { $0 = [:] }
            try await run.waitForAnswers(200, within: .seconds(60))
        }
        #expect(report.problems.isEmpty, "\(report)")
    }

    @Test("A workload finds increments that ran twice")
    func duplicated() async throws {
        let memory = Memory()
        var target = memory.target
        target.increment = { [increment = target.increment] key in
            _ = try await increment?(key)
            return try await increment?(key) ?? 0
        }
        #expect(try await report(on: target).duplicated.count > 0)
    }

    @Test("A workload finds late answers and reports how slow they were")
    func late() async throws {
        var target = Memory().target
        target.read = { _ in
            try await Task.sleep(for: .milliseconds(30))
            return nil
        }
        var workload = Workload(tasks: 4, pause: .zero, mix: .init(reads: 1), deadline: .milliseconds(10))
        workload.slack = .milliseconds(5)
        let report = try await report(on: target, workload)
        #expect(report.late.count == report.calls)
        #expect(report.phases[0].slowCalls == report.calls)
        #expect(try #require(report.latency.shortest) >= .milliseconds(30))
    }

    @Test("A workload leaves the source's time out of what counts as late and as overhead")
    func sourceTime() async throws {
        let target = Workload.Target(cachedRead: { _, load in try await load() })
        // Every answer takes longer than the deadline, by the source alone.
        let slow = Workload(
            tasks: 200, pause: .zero, mix: .cached, deadline: .milliseconds(900), slack: .zero, sourceTime: .seconds(1))
        #expect(try await report(on: target, slow).late.count == 0)

        let quick = Workload(
            tasks: 4, pause: .zero, mix: .cached, deadline: .seconds(5), sourceTime: .milliseconds(20))
        let report = try await report(on: target, quick)
        #expect(report.sourceLoads == report.calls && report.hits == 0)
        let phase = report.phases[0]
        #expect(try #require(phase.latency.percentile(50)) >= .milliseconds(20))
        #expect(try #require(phase.overhead.percentile(50)) < .milliseconds(20))
    }

    @Test("A workload distinguishes an answer that another call loaded from one that was in the cache")
    func sharedLoads() async throws {
        let server = try await RedisServer.start()
        let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: server.host, port: server.port)))
        let cache = try RedisCache(redis, namespace: "c", ttl: .milliseconds(50))
        // 8 tasks read one key that is loaded again and again: those that come during a load share it.
        let workload = Workload(
            tasks: 8, pause: .milliseconds(1), mix: .cached, cachedKeys: 1, deadline: .seconds(5),
            sourceTime: .milliseconds(30))
        let report = try await report(on: .init(redis, cache: cache), workload)
        #expect(report.sourceLoads > 0 && report.hits > 0, "\(report)")
        let shared = report.cachedReads - report.hits - report.sourceLoads
        #expect(shared > 0, "\(report)")
        // What they waited for the source is not the cache's doing.
        #expect(try #require(report.phases[0].overhead.percentile(50)) < .milliseconds(30), "\(report)")
    }

    @Test("A workload finds calls that never return, and still returns")
    func stuck() async throws {
        let gate = Gate()
        var target = Memory().target
        target.write = { _, _ in
            gate.arrivals.withLock { $0 += 1 }
            // Not even cancellation ends it.
            await Task { while gate.isClosed { try? await Task.sleep(for: .milliseconds(1)) } }.value
        }
        let workload = Workload(
            tasks: 2, pause: .zero, mix: .init(writes: 1), deadline: .milliseconds(20), slack: .milliseconds(20))
        let run = workload.start(on: target)
        try await eventually { gate.arrivals.withLock { $0 } == 2 }
        let report = await run.stop(verifyingFor: .zero)
        #expect(report.stuckCalls == 2)
        #expect(report.problems.contains { $0.contains("never returned") })
        gate.state.withLock { $0 = false }
    }

    @Test("A workload counts failures by name and phase, and records which writes may have run")
    func failures() async throws {
        let memory = Memory()
        let isDown = Mutex(false)
        var target = memory.target
        target.write = { [write = target.write] key, value in
            if isDown.withLock({ $0 }) { throw Oops() }
            try await write?(key, value)
        }
        let report = try await workload.run(on: target) { run in
            try await run.waitForAnswers(50, within: .seconds(60))
            run.enter("down")
            isDown.withLock { $0 = true }
            try await run.waitForFailures(20, within: .seconds(60))
            isDown.withLock { $0 = false }
            run.enter("up")
            try await run.waitForAnswers(50, within: .seconds(60))
        }
        #expect(report.problems.isEmpty, "\(report)")
        #expect(report.phases.map(\.name) == ["start", "down", "up"])
        let down = try #require(report.phase("down"))
        #expect(down.failures["Oops"] == down.failed && down.failed >= 20 && down.failedReads == 0)
        // A call that began before the line was crossed may have ended behind it.
        #expect(report.failed - down.failed <= workload.tasks)
        #expect(try #require(report.phase("up")?.firstServed) < .seconds(5))
        #expect(report.description.contains("down from"))
    }

    @Test("A workload keeps its size however long it runs")
    func timeline() async throws {
        let report = try await report(on: Memory().target)
        let slices = report.timeline.slices
        #expect(slices.reduce(0) { $0 + $1.calls } == report.calls)
        #expect(slices.count <= 1200)
        #expect(slices.contains { $0.availability == 1 })
    }

    @Test("A workload ends when its body throws, and hands the error on")
    func thrown() async throws {
        await #expect(throws: Oops.self) {
            try await workload.run(on: Memory().target) { _ in throw Oops() }
        }
    }

    @Test("A workload reports what it waited for when a wait times out")
    func waiting() async throws {
        let error = await #expect(throws: FaultInjectionError.self) {
            try await workload.run(on: Memory().target) {
                try await $0.waitForFailures(1, within: .milliseconds(30))
            }
        }
        #expect(error?.code == .waitTimedOut)
        #expect(error?.message.contains("calls in") == true)
    }

    @Test("A workload releases the client under test when it is over")
    func release() async throws {
        weak var client: Memory?
        do {
            let memory = Memory()
            client = memory
            _ = try await workload.run(on: memory.target) { try await $0.waitForAnswers(10) }
        }
        // The tasks end a moment after their last call.
        try await eventually { client == nil }
    }

    #if os(Linux)
        @Test("A workload reports what the process holds and what it leaked")
        func resources() async throws {
            let before = ProcessResources.current
            #expect((before.descriptors ?? 0) > 0 && (before.threads ?? 0) > 0)
            let more = ProcessResources.current
            #expect(more.description.contains("descriptors"))
            #expect(before.excess(over: before) == nil)
        }
    #endif
}

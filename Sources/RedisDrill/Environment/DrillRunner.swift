package import Logging
package import RedisFaultInjection
import ResilientRedisClient

/// Runs scenarios one after the other, each under all of its policies.
package struct DrillRunner: Sendable {
    package let location: DrillLocation
    package let times: PolicyTimes
    /// Where the messages of this package's client go.
    package let logger: Logger
    /// Called about ten times a second with the progress.
    package let observe: @Sendable (DrillProgress) -> Void

    package init(
        location: DrillLocation = .privateServers(), times: PolicyTimes = .compressed, logger: Logger = .silent,
        observe: @escaping @Sendable (DrillProgress) -> Void = { _ in }
    ) {
        self.location = location
        self.times = times
        self.logger = logger
        self.observe = observe
    }

    /// Checks that a drill can be run: that the server answers, or that a server program can be started.
    package func checkLocation() async throws {
        switch location {
        case .privateServers:
            try await RedisServer.start().stop()
        case .named(let configuration, _):
            let client = try RedisClient(configuration, logger: .silent)
            let answer: Result<String, any Error>
            do {
                answer = .success(try await client.send(RedisCommand<String>("PING")))
            } catch {
                answer = .failure(error)
            }
            await client.shutdown(gracePeriod: .zero)
            _ = try answer.get()
        }
    }

    /// Runs the scenarios, and leaves out those that cannot be run at this place. When one cannot go on, the drill ends
    /// there, and the report has what was finished before.
    package func run(_ scenarios: [Scenario], policies: Set<OutagePolicy> = Set(OutagePolicy.allCases)) async throws
        -> DrillReport
    {
        let start = ContinuousClock.now
        var report = DrillReport(
            place: location.summary, times: times.summary(insteadOf: PolicyTimes(of: originalTimes)))
        var plan: [Scenario] = []
        for scenario in scenarios {
            if let reason = whyNot(scenario) {
                report.skipped.append(.init(name: scenario.name, reason: reason))
            } else {
                plan.append(scenario)
            }
        }
        let runs = plan.flatMap { scenario in scenario.policies.filter { policies.contains($0) }.map { (scenario, $0) }
        }
        var done = 0
        for scenario in plan {
            var results: [PolicyResult] = []
            do {
                for policy in scenario.policies where policies.contains(policy) {
                    results.append(try await run(scenario, policy, number: done, of: runs.count))
                    done += 1
                }
            } catch let error where !(error is CancellationError) {
                report.interruption = .init(name: scenario.name, reason: "\(error)")
            }
            if results.isEmpty { break }
            let ours = results.first { $0.policy == .resilient }
            report.scenarios.append(
                ScenarioResult(
                    name: scenario.name, title: scenario.title, summary: scenario.summary, results: results,
                    limits: ours.map { scenario.limits($0, scenario.times(from: times)) } ?? []))
            if report.interruption != nil { break }
        }
        report.duration = .now - start
        return report
    }

    private var originalTimes: RedisConfiguration.Resilience {
        switch location {
        case .privateServers: .init()
        case .named(let configuration, _): configuration.resilience
        }
    }

    /// Why a scenario cannot be run here, if it cannot.
    package func whyNot(_ scenario: Scenario) -> String? {
        guard case .named(let configuration, let writes) = location else { return nil }
        if scenario.needsPrivateServers { return "it needs private servers; run it without --url" }
        if !writes, !scenario.canOnlyRead {
            return "it writes to \(configuration.endpoint); allow that with --allow-writes and the host's name"
        }
        return nil
    }

    /// Runs one scenario under one policy.
    package func run(_ scenario: Scenario, _ policy: OutagePolicy, number: Int = 0, of total: Int = 1) async throws
        -> PolicyResult
    {
        let times = scenario.times(from: times)
        let servers = try await DrillServers(location, for: scenario.target, times: times)
        let notes = DrillNotes()
        do {
            let configuration = try scenario.configure(servers.configuration, policy, notes)
            let session = try policy.session(configuration, times: times, logger: logger)
            let run = workload(scenario, times).start(on: session.target, paused: scenario.beginsPaused)
            let environment = DrillEnvironment(times: times, servers: servers, session: session, workload: run)
            let observer = Task { [observe] in
                while !Task.isCancelled {
                    observe(DrillProgress(scenario, policy, number: number, total: total, environment: environment))
                    try? await Task.sleep(for: .milliseconds(100))
                }
            }
            let result: Result<PolicyResult, any Error>
            do {
                result = .success(try await finish(scenario, policy, environment, notes))
            } catch {
                result = .failure(error)
            }
            // Awaited, so that no progress of this run is reported once the next has begun.
            observer.cancel()
            await observer.value
            await servers.tearDown()
            return try result.get()
        } catch {
            await servers.tearDown()
            throw error
        }
    }

    private func finish(
        _ scenario: Scenario, _ policy: OutagePolicy, _ environment: DrillEnvironment, _ notes: DrillNotes
    ) async throws -> PolicyResult {
        do {
            try await scenario.run(environment)
        } catch {
            _ = await environment.workload.stop(verifyingFor: .zero)
            await environment.session.close()
            throw error
        }
        // Only this package's client promises that everything is there in the end; others may never recover.
        let report = await environment.workload.stop(
            verifyingFor: policy == .resilient ? .seconds(3) : .milliseconds(200))
        environment.closeBand()
        await environment.session.close()
        let events = environment.session.events
        let notice = environment.firstFault.flatMap { start in
            events.firstNotice(after: start).map { (time: $0.time - start, cause: $0.cause) }
        }
        return PolicyResult(
            policy: policy, report: report, bands: environment.bands, timeToDetect: notice?.time,
            detectedCause: notice?.cause,
            recovery: PolicyResult.Recovery(of: report), processExits: events.processExits, notes: notes.all)
    }

    private func workload(_ scenario: Scenario, _ times: PolicyTimes) -> Workload {
        var workload = scenario.workload(times)
        workload.keyPrefix = DrillKeys.prefix
        if case .named(_, false) = location {
            workload.mix.writes = 0
            workload.mix.increments = 0
        }
        return workload
    }
}

/// The progress of a drill.
package struct DrillProgress: Sendable {
    package let scenario: String
    package let policy: OutagePolicy
    /// How many runs are done, and how many there will be.
    package let number: Int
    package let total: Int
    package let elapsed: Duration
    /// The fault that is in force now.
    package let fault: String?
    package let isAvailable: Bool
    package let calls: Int
    package let failed: Int
    package let timeline: WorkloadTimeline

    init(_ scenario: Scenario, _ policy: OutagePolicy, number: Int, total: Int, environment: DrillEnvironment) {
        let report = environment.workload.report
        self.scenario = scenario.name
        self.policy = policy
        self.number = number
        self.total = total
        elapsed = report.duration
        fault = environment.openBand?.name
        isAvailable = environment.session.events.isAvailable
        calls = report.calls
        failed = report.failed
        timeline = report.timeline
    }
}

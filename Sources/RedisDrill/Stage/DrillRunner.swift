package import Logging
import RedisFaultInjection
import ResilientRedisClient

/// Runs scenarios one after the other, each under all of its policies.
package struct DrillRunner: Sendable {
    package let place: DrillPlace
    package let times: PolicyTimes
    /// Where the messages of this package's client go.
    package let logger: Logger
    /// Is told about ten times a second how it goes.
    package let observe: @Sendable (DrillProgress) -> Void

    package init(
        place: DrillPlace = .privateServers(), times: PolicyTimes = .compressed, logger: Logger = .silent,
        observe: @escaping @Sendable (DrillProgress) -> Void = { _ in }
    ) {
        self.place = place
        self.times = times
        self.logger = logger
        self.observe = observe
    }

    /// Finds out whether there is anything to run a drill on: a server that answers, or a program that can be started.
    package func checkPlace() async throws {
        switch place {
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
        var report = DrillReport(place: place.summary, times: times.summary(insteadOf: PolicyTimes(of: originalTimes)))
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
                    name: scenario.name, title: scenario.title, story: scenario.story, results: results,
                    limits: ours.map { scenario.limits($0, scenario.times(from: times)) } ?? []))
            if report.interruption != nil { break }
        }
        report.duration = .now - start
        return report
    }

    private var originalTimes: RedisConfiguration.Resilience {
        switch place {
        case .privateServers: .init()
        case .named(let configuration, _): configuration.resilience
        }
    }

    /// Why a scenario cannot be run here, if it cannot.
    package func whyNot(_ scenario: Scenario) -> String? {
        guard case .named(let configuration, let writes) = place else { return nil }
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
        let set = try await StageSet(place, venue: scenario.venue, times: times)
        let notes = StageNotes()
        do {
            let configuration = try scenario.configure(set.configuration, policy, notes)
            let session = try policy.session(configuration, times: times, logger: logger)
            let run = workload(scenario, times).start(on: session.target, paused: scenario.beginsPaused)
            let stage = Stage(times: times, set: set, session: session, run: run)
            let observer = Task { [observe] in
                while !Task.isCancelled {
                    observe(DrillProgress(scenario, policy, number: number, total: total, stage: stage))
                    try? await Task.sleep(for: .milliseconds(100))
                }
            }
            let result: Result<PolicyResult, any Error>
            do {
                result = .success(try await finish(scenario, policy, stage, notes))
            } catch {
                result = .failure(error)
            }
            // Awaited, so that nobody hears of this run once the next has begun.
            observer.cancel()
            await observer.value
            await set.strike()
            return try result.get()
        } catch {
            await set.strike()
            throw error
        }
    }

    private func finish(
        _ scenario: Scenario, _ policy: OutagePolicy, _ stage: Stage, _ notes: StageNotes
    ) async throws -> PolicyResult {
        do {
            try await scenario.play(stage)
        } catch {
            _ = await stage.run.stop(verifyingFor: .zero)
            await stage.session.close()
            throw error
        }
        // Only of ours is it a promise that everything is there in the end; others may have given up for good.
        let report = await stage.run.stop(verifyingFor: policy == .resilient ? .seconds(3) : .milliseconds(200))
        stage.closeBand()
        await stage.session.close()
        let events = stage.session.events
        let notice = stage.firstFault.flatMap { start in
            events.firstNotice(after: start).map { (time: $0.time - start, cause: $0.cause) }
        }
        return PolicyResult(
            policy: policy, report: report, bands: stage.bands, timeToDetect: notice?.time,
            detectedCause: notice?.cause,
            recovery: PolicyResult.Recovery(of: report), processExits: events.processExits, notes: notes.all)
    }

    private func workload(_ scenario: Scenario, _ times: PolicyTimes) -> Workload {
        var workload = scenario.workload(times)
        workload.keyPrefix = DrillKeys.prefix
        if case .named(_, false) = place {
            workload.mix.writes = 0
            workload.mix.increments = 0
        }
        return workload
    }
}

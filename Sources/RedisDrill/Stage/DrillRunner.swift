import RedisFaultInjection
import ResilientRedis

/// Runs scenarios one after the other, each under all of its policies.
package struct DrillRunner: Sendable {
    package let place: DrillPlace
    package let times: PolicyTimes
    /// Is told about ten times a second how it goes.
    package let observe: @Sendable (DrillProgress) -> Void

    package init(
        place: DrillPlace = .privateServers, times: PolicyTimes = .compressed,
        observe: @escaping @Sendable (DrillProgress) -> Void = { _ in }
    ) {
        self.place = place
        self.times = times
        self.observe = observe
    }

    /// Runs the scenarios, and leaves out those that cannot be run at this place.
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
            for policy in scenario.policies where policies.contains(policy) {
                results.append(try await run(scenario, policy, number: done, of: runs.count))
                done += 1
            }
            let ours = results.first { $0.policy == .resilient }
            report.scenarios.append(
                ScenarioResult(
                    name: scenario.name, title: scenario.title, story: scenario.story, results: results,
                    limits: ours.map { scenario.limits($0, scenario.times(from: times)) } ?? []))
        }
        report.duration = .now - start
        return report
    }

    private var originalTimes: RedisConfiguration.Resilience {
        if case .named(let configuration, _) = place { configuration.resilience } else { .init() }
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
            let session = try policy.session(configuration, times: times)
            let run = workload(scenario, times).start(on: session.target, paused: scenario.beginsPaused)
            let stage = Stage(times: times, set: set, session: session, run: run)
            let observer = Task { [observe] in
                while !Task.isCancelled {
                    observe(DrillProgress(scenario, policy, number: number, total: total, stage: stage))
                    try? await Task.sleep(for: .milliseconds(100))
                }
            }
            defer { observer.cancel() }
            let result = try await finish(scenario, policy, stage, notes)
            await set.strike()
            return result
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

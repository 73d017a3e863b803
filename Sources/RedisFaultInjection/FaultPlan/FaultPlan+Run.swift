import CFaultInjection

extension FaultPlan {
    /// The result of running a plan.
    public struct Report: Sendable, CustomStringConvertible {
        /// The plan that was run.
        public let plan: FaultPlan
        /// The steps whose fault did not happen once: their trigger never fired, there was no connection, or they
        /// had no time in force.
        public let unfired: [Step]
        /// How often the fault of each step happened, in the order of the plan's steps.
        public let firings: [Int]

        /// The plan as code, and below it the steps that did not happen.
        public var description: String {
            var text = "\(plan)"
            for step in unfired {
                text += "\nnever fired: \(step)"
                if plan.hasNoTime(step) {
                    text += ", which is in force for no time; say how long, or end the plan later"
                }
            }
            return text
        }
    }

    /// Runs the plan from its start to its end, and lifts its faults.
    ///
    /// - Returns: Which of the faults happened. Those that never did are also written to standard error, so that a plan
    ///   that tested nothing does not go by in silence.
    /// - Throws: `CancellationError` when the task is cancelled; the faults are lifted then, too.
    @discardableResult
    public func run(on proxy: FaultProxy) async throws -> Report {
        let report = try await runQuietly(on: proxy)
        if !report.unfired.isEmpty { report.warn() }
        return report
    }

    /// Runs a plan of which not every fault is expected to happen, such as a random one.
    package func runQuietly(on proxy: FaultProxy) async throws -> Report {
        let start = ContinuousClock.now
        var injected: [InjectedFault?] = Array(repeating: nil, count: steps.count)
        defer { for fault in injected { fault?.lift() } }
        for moment in moments {
            try await Task.sleep(until: start + moment.time, tolerance: .zero, clock: .continuous)
            if moment.begins {
                guard !hasNoTime(steps[moment.step]) else { continue }
                injected[moment.step] = proxy.inject(steps[moment.step].lasting, seed: seed(of: moment.step))
            } else {
                injected[moment.step]?.lift()
            }
        }
        try await Task.sleep(until: start + duration, tolerance: .zero, clock: .continuous)
        let firings = injected.map { $0?.firings ?? 0 }
        return Report(plan: self, unfired: zip(steps, firings).filter { $1 == 0 }.map(\.0), firings: firings)
    }

    /// A step's beginning or end.
    private struct Moment {
        let time: Duration
        let step: Int
        let begins: Bool
    }

    /// Everything that is to be done, in the order of time; at the same time ends come before beginnings.
    private var moments: [Moment] {
        var moments: [Moment] = []
        for (index, step) in steps.enumerated() {
            moments.append(Moment(time: step.time, step: index, begins: true))
            if let duration = step.duration {
                moments.append(Moment(time: step.time + duration, step: index, begins: false))
            }
        }
        return moments.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.time != second.time { return first.time < second.time }
            if first.step == second.step { return first.begins }
            return first.begins != second.begins ? !first.begins : left.offset < right.offset
        }.map(\.element)
    }

    private func seed(of step: Int) -> UInt64 {
        var random = SeededRandom(seed: seed ^ UInt64(step) &* 0x9e37_79b9_7f4a_7c15)
        return random.next()
    }
}

extension FaultPlan.Step {
    /// The injection; an event that has a duration happens to the connections that come meanwhile, too.
    fileprivate var lasting: Injection {
        var injection = injection
        if injection.fault.kind.scope == .connectionEvent, injection.trigger == .now, duration != nil,
            injection.times == nil
        {
            injection.times = .max
        }
        return injection
    }
}

extension FaultPlan.Report {
    fileprivate func warn() {
        let bytes = Array("FaultPlan: not every fault happened:\n\(self)\n".utf8)
        _ = faultWrite(2, bytes, bytes.count)
    }
}

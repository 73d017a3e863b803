/// A timeline of faults: written in a few lines, and replayed exactly.
///
/// ```swift
/// let plan = FaultPlan(seed: 7) {
///     At(.milliseconds(100), .blackHole, for: .milliseconds(300))
///     At(.milliseconds(500), .reset, when: .onCommand("GET", nth: 3), for: .seconds(1))
/// }
/// let report = try await plan.run(on: proxy)
/// #expect(report.unfired.isEmpty, "\(report)")
/// ```
///
/// The same plan with the same seed makes the same choices of chance. It prints as the code that makes it again, so that
/// what a test prints when it fails can be pasted.
public struct FaultPlan: Sendable, Hashable, CustomStringConvertible {
    /// One line of a plan: a fault, from when and for how long.
    public struct Step: Sendable, Hashable, CustomStringConvertible {
        /// When the fault comes in force, from the plan's start.
        public let time: Duration
        /// How long it is in force; until the plan's end for `nil`.
        public let duration: Duration?
        let injection: Injection

        /// What goes wrong.
        public var fault: Fault { injection.fault }
        /// What makes it happen while it is in force.
        public var trigger: FaultTrigger { injection.trigger }

        /// When it goes out of force.
        var end: Duration { time + (duration ?? .zero) }

        /// The step as Swift code.
        public var description: String {
            let rest = duration.map { ", for: \($0.code)" } ?? ""
            return "At(\(time.code), \(injection)\(rest))"
        }
    }

    /// What every use of chance follows from.
    public let seed: UInt64
    /// The steps, in the order of their times.
    public private(set) var steps: [Step] = []
    private var ending: Duration?

    /// A plan without a step.
    public init(seed: UInt64 = 0) { self.seed = seed }

    /// A plan with the steps given.
    public init(seed: UInt64 = 0, @FaultPlanBuilder _ steps: () -> [At]) {
        self.seed = seed
        for line in steps() { append(line.step) }
    }

    /// When the plan ends and its faults are lifted: at the end of its last step, unless ``ending(at:)`` says later.
    public var duration: Duration { max(ending ?? .zero, steps.map(\.end).max() ?? .zero) }

    /// The plan with one more step.
    ///
    /// - Parameters:
    ///   - time: When the fault comes in force, from the plan's start.
    ///   - fault: What goes wrong.
    ///   - duration: How long it is in force; until the plan's end by default. With the trigger `now` an event such as
    ///     `reset` happens once to the connections that are open, or for as long as this says to those that come as well.
    ///   - trigger: What makes it happen while it is in force; at once by default.
    ///   - direction: Which way the bytes go that it befalls; both by default.
    ///   - probability: With what probability it happens on each occasion, 1 by default.
    ///   - times: On how many occasions it happens at most, see
    ///     ``FaultProxy/inject(_:when:direction:probability:times:)``.
    public func at(
        _ time: Duration,
        _ fault: Fault,
        for duration: Duration? = nil,
        when trigger: FaultTrigger = .now,
        direction: FaultDirection = .both,
        probability: Double = 1,
        times: Int? = nil
    ) -> FaultPlan {
        var plan = self
        plan.append(
            At(
                time,
                fault,
                when: trigger,
                direction: direction,
                probability: probability,
                times: times,
                for: duration
            ).step
        )
        return plan
    }

    /// The plan with a later end: its faults without a duration of their own have until then to happen.
    public func ending(at time: Duration) -> FaultPlan {
        var plan = self
        plan.ending = time.atLeastZero
        return plan
    }

    /// Whether a step is over when it begins, so that nothing can come of it. A fault that happens in an instant needs no time.
    func hasNoTime(_ step: Step) -> Bool {
        let isInstant = step.fault.kind.sort == .event && step.trigger == .now
        return !isInstant && (step.duration ?? (duration - step.time)) <= .zero
    }

    /// The plan as Swift code that makes it again.
    public var description: String {
        let lines = steps.map { "    \($0)\n" }.joined()
        let end = ending.map { ".ending(at: \($0.code))" } ?? ""
        return steps.isEmpty ? "FaultPlan(seed: \(seed))\(end)" : "FaultPlan(seed: \(seed)) {\n\(lines)}\(end)"
    }

    mutating func append(_ step: Step) {
        let index = steps.firstIndex { $0.time > step.time } ?? steps.endIndex
        steps.insert(step, at: index)
    }
}

/// A timeline of faults that can be replayed exactly.
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
/// The same plan with the same seed makes the same random choices. It prints as the Swift code that makes it, so that
/// the output of a failed test can be pasted into another.
public struct FaultPlan: Sendable, Hashable, CustomStringConvertible {
    /// One line of a plan: a fault, from when and for how long.
    public struct Step: Sendable, Hashable, CustomStringConvertible {
        /// When the fault comes into force, from the plan's start.
        public let time: Duration
        /// How long it is in force; until the plan's end for `nil`.
        public let duration: Duration?
        let injection: Injection

        /// The fault.
        public var fault: Fault { injection.fault }
        /// What sets it off while it is in force.
        public var trigger: FaultTrigger { injection.trigger }

        /// When it goes out of force.
        var end: Duration { time + (duration ?? .zero) }

        /// The step as Swift code.
        public var description: String {
            let rest = duration.map { ", for: \($0.code)" } ?? ""
            return "At(\(time.code), \(injection)\(rest))"
        }
    }

    /// The seed of all random choices.
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
    ///   - time: When the fault comes into force, from the plan's start.
    ///   - fault: The fault to inject.
    ///   - duration: How long it is in force; Default: until the plan's end. With the trigger `now` an event such as
    ///     `reset` happens once to the connections that are open, or for as long as this says to those that come as
    ///     well.
    ///   - trigger: What sets it off while it is in force. Default: at once.
    ///   - direction: The direction whose bytes the fault affects. Default: both.
    ///   - probability: The probability with which it happens on each occasion. Default: 1.
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

    /// Whether a step is over when it begins, so that nothing can come of it. A fault that happens in an instant needs
    /// no time.
    func hasNoTime(_ step: Step) -> Bool {
        let isInstant = step.fault.kind.scope == .connectionEvent && step.trigger == .now
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

/// One line of a ``FaultPlan`` that is written as a list.
public struct At: Sendable {
    let step: FaultPlan.Step

    /// A fault that comes in force at `time` after the plan's start. The arguments are those of
    /// ``FaultPlan/at(_:_:for:when:direction:probability:times:)``.
    public init(
        _ time: Duration,
        _ fault: Fault,
        when trigger: FaultTrigger = .now,
        direction: FaultDirection = .both,
        probability: Double = 1,
        times: Int? = nil,
        for duration: Duration? = nil
    ) {
        step = FaultPlan.Step(
            time: time.atLeastZero,
            duration: duration?.atLeastZero,
            injection: Injection(
                fault,
                when: trigger,
                direction: direction,
                probability: probability,
                times: times
            )
        )
    }
}

/// Collects the lines of a ``FaultPlan``; loops and conditions may stand between them.
@resultBuilder
public enum FaultPlanBuilder {
    /// A line.
    public static func buildExpression(_ line: At) -> [At] { [line] }
    /// Lines one after the other.
    public static func buildBlock(_ lines: [At]...) -> [At] { lines.flatMap(\.self) }
    /// Lines under a condition.
    public static func buildOptional(_ lines: [At]?) -> [At] { lines ?? [] }
    /// The first of two branches.
    public static func buildEither(first lines: [At]) -> [At] { lines }
    /// The second of two branches.
    public static func buildEither(second lines: [At]) -> [At] { lines }
    /// The lines of a loop.
    public static func buildArray(_ lines: [[At]]) -> [At] { lines.flatMap(\.self) }
}

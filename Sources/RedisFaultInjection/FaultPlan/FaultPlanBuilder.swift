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

/// A fault with everything that says when, where and how often it happens.
package struct Injection: Sendable, Hashable, CustomStringConvertible {
    package var fault: Fault
    package var trigger: FaultTrigger
    package var direction: FaultDirection
    package var probability: Double
    /// On how many occasions at most; `nil` for what the fault's scope and the trigger imply.
    package var times: Int?

    package init(
        _ fault: Fault,
        when trigger: FaultTrigger = .now,
        direction: FaultDirection = .both,
        probability: Double = 1,
        times: Int? = nil
    ) {
        self.fault = fault
        self.trigger = trigger
        self.direction = direction
        // NaN becomes 0 here.
        self.probability = probability >= 1 ? 1 : (probability > 0 ? probability : 0)
        self.times = times.map { max(0, $0) }
    }

    /// The arguments of the call that injects it, as Swift code.
    package var description: String {
        var parts = ["\(fault)"]
        if trigger != .now { parts.append("when: \(trigger)") }
        if direction != .both { parts.append("direction: \(direction)") }
        if probability < 1 { parts.append("probability: \(probability)") }
        if let times { parts.append("times: \(times == .max ? ".max" : "\(times)")") }
        return parts.joined(separator: ", ")
    }
}

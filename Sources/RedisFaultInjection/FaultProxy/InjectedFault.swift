/// A fault that was injected into a ``FaultProxy``. It stays in force when this value goes.
public final class InjectedFault: Sendable, CustomStringConvertible {
    /// The fault itself.
    public var fault: Fault { injection.fault }
    /// What sets it off.
    public var trigger: FaultTrigger { injection.trigger }
    /// The direction whose bytes the fault affects.
    public var direction: FaultDirection { injection.direction }

    let injection: Injection
    private let rule: FaultTable.RuleID?
    private let ledger: FaultLedger
    private let remove: @Sendable () -> Void

    /// - Parameter rule: `nil` when the proxy was stopped already.
    init(
        _ injection: Injection,
        rule: FaultTable.RuleID?,
        ledger: FaultLedger,
        remove: @escaping @Sendable () -> Void
    ) {
        self.injection = injection
        self.rule = rule
        self.ledger = ledger
        self.remove = remove
    }

    /// How often it has happened so far. A state counts once for every connection that it affected; ``Fault/refuse``
    /// and ``Fault/fullBacklog``, which no accepted connection sees, count once when they come into force.
    public var firings: Int { rule.map { ledger.firings(of: $0) } ?? 0 }

    /// Whether it has happened at all.
    public var hasFired: Bool { firings > 0 }

    /// Ends the fault; returns once it has ended. Connections that it has cut stay cut. May be called more than once.
    public func lift() { remove() }

    /// The arguments of the call that injected it, as Swift code.
    public var description: String { "\(injection)" }

    /// Waits until the fault has happened.
    ///
    /// - Throws: ``FaultInjectionError`` when that does not happen within `patience` (20 s by default), and
    ///   `CancellationError` when the task is cancelled.
    public func waitUntilFired(_ count: Int = 1, within patience: Duration = .seconds(20)) async throws {
        let deadline = ContinuousClock.now + patience
        while firings < count {
            guard ContinuousClock.now < deadline else {
                throw FaultInjectionError(
                    code: .waitTimedOut,
                    message: "waited \(patience) for \(injection) to fire \(count) times; it did \(firings) times:\n"
                        + "\(ledger.journal)"
                )
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}

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

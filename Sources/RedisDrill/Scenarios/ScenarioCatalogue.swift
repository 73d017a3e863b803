extension Scenario {
    /// All scenarios, in the order in which a drill runs them.
    package static let catalogue: [Scenario] = [
        .analyticsCache, .proxyRollout, .configMismatch, .frozenServer, .blackHole, .refused, .killedAndRestarted,
        .slowNetwork, .idleDrop,
    ]

    /// The scenarios of the names given, in that order; all of them when there is no name.
    package static func named(_ names: [String]) throws(UnknownScenario) -> [Scenario] {
        guard !names.isEmpty else { return catalogue }
        var scenarios: [Scenario] = []
        for name in names {
            guard let scenario = catalogue.first(where: { $0.name == name }) else { throw UnknownScenario(name: name) }
            if !scenarios.contains(where: { $0.name == name }) { scenarios.append(scenario) }
        }
        return scenarios
    }
}

/// A name that no scenario has.
package struct UnknownScenario: Error, CustomStringConvertible {
    package let name: String

    /// One line that lists the names that there are.
    package var description: String {
        "no scenario is named \"\(name)\"; the names are \(Scenario.catalogue.map(\.name).joined(separator: ", "))"
    }
}

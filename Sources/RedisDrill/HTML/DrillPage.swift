package enum DrillPage { package static func html(_ report: DrillReport) -> String { "" } }

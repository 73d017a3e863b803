extension FaultMatrix {
    /// What the client was doing when the fault began.
    enum Position: String, Sendable, CaseIterable {
        case firstUse = "at first use"
        /// Its connection was not used for longer than the health check's interval.
        case idle = "on an idle connection"
        /// Its connection was used a moment ago, so that it is trusted.
        case pooled = "on a connection just used"
        case traffic = "in the traffic of 50 tasks"
    }
}

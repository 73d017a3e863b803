extension RedisConfiguration {
    /// When to try to reach Redis in the background while a backoff lasts.
    public struct EarlyProbes: Sendable, Hashable {
        /// The delay before the first probe. Default: 500 milliseconds.
        public var initialDelay: Duration
        /// What each delay is multiplied by to give the next one; 1 or more. Default: 2.
        public var factor: Double
        /// How far a delay may lie to either side of its exact value, as a fraction from 0 to 1, so that many clients
        /// do not probe in step. Default: 0.1.
        public var jitter: Double

        private init(initialDelay: Duration, factor: Double, jitter: Double) {
            self.initialDelay = initialDelay
            self.factor = factor
            self.jitter = jitter
        }

        /// Probes at growing distances: `from`, `from × factor`, `from × factor²` and so on.
        public static func exponential(
            from initialDelay: Duration = .milliseconds(500), factor: Double = 2, jitter: Double = 0.1
        ) -> EarlyProbes {
            EarlyProbes(initialDelay: initialDelay, factor: factor, jitter: jitter)
        }

        /// The delay before a probe, counted from the probe before it or, for the first, from the start of the outage.
        ///
        /// A pure function, so that the caller owns the randomness. The delay is never negative and never longer than
        /// a year; keeping it within the backoff is up to the caller.
        ///
        /// - Parameters:
        ///   - attempt: 0 for the first probe of an outage; less counts as 0.
        ///   - randomUnit: A random number from 0 to 1. 0 gives the shortest delay, 0.5 the exact one, 1 the longest.
        public func delay(attempt: Int, randomUnit: Double) -> Duration {
            var seconds = initialDelay / .seconds(1)
            // The power by squaring: at most 63 rounds, whatever the attempt.
            var power = factor
            var remaining = max(attempt, 0)
            while remaining > 0 {
                if remaining & 1 == 1 { seconds *= power }
                power *= power
                remaining >>= 1
            }
            seconds *= 1 + jitter * (2 * randomUnit - 1)
            // What overflowed into no number at all fails this comparison, too.
            guard seconds > 0 else { return .zero }
            return .seconds(min(seconds, Self.longestDelay))
        }

        private static let longestDelay: Double = 365 * 86_400
    }
}

extension SettingCheck where Value == RedisConfiguration.EarlyProbes {
    static var earlyProbes: SettingCheck {
        SettingCheck { probes, configuration, field throws(RedisConfigurationError) in
            try SettingCheck<Duration>.positive(example: "500 milliseconds")
                .run(probes.initialDelay, configuration, "\(field).initialDelay")
            try SettingCheck<Double>.require(probes.factor, in: 1...1_000, "\(field).factor")
            try SettingCheck<Double>.require(probes.jitter, in: 0...1, "\(field).jitter")
        }
    }
}

extension RedisConfiguration.EarlyProbes: SettingCodable {
    init?(settingText: String) {
        let parts = settingText.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 3, let initialDelay = Duration(settingText: parts[0]) else { return nil }
        var result = Self.exponential(from: initialDelay)
        if parts.count > 1 {
            guard let factor = Double(settingText: parts[1]) else { return nil }
            result.factor = factor
        }
        if parts.count > 2 {
            guard let jitter = Double(settingText: parts[2]) else { return nil }
            result.jitter = jitter
        }
        self = result
    }
    var settingText: String? { "\(initialDelay.decimalSeconds),\(factor),\(jitter)" }
    var settingValue: RedisConfiguration.SettingValue {
        .text("first after \(initialDelay.decimalSeconds) s, factor \(factor), jitter \(jitter)")
    }
    static var settingForm: String { "the first delay, factor and jitter, such as 0.5,2,0.1" }
}

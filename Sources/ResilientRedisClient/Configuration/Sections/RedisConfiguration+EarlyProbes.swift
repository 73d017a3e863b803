extension RedisConfiguration {
    /// When to try to reach Redis in the background while a backoff lasts.
    ///
    /// Callers fail fast meanwhile all the same, and pay nothing for it.
    public struct EarlyProbes: Sendable, Hashable {
        /// Whether there are no early probes: then the first one comes at the end of the backoff.
        public let isOff: Bool
        /// The delay before the first probe. Default: 1 second.
        public var initialDelay: Duration
        /// What each delay is multiplied by to give the next one; 1 or more. Default: 2.
        public var factor: Double
        /// The length at which delays stop growing, before jitter. A longer ``initialDelay`` counts all the same.
        /// Default: 5 seconds.
        public var maximumDelay: Duration
        /// How far a delay may lie to either side of its exact value, as a fraction from 0 to 1, so that many clients
        /// do not probe at the same time. Default: 0.2.
        public var jitter: Double

        private init(isOff: Bool, initialDelay: Duration, factor: Double, maximumDelay: Duration, jitter: Double) {
            self.isOff = isOff
            self.initialDelay = initialDelay
            self.factor = factor
            self.maximumDelay = maximumDelay
            self.jitter = jitter
        }

        /// No early probes.
        public static let off = EarlyProbes(
            isOff: true, initialDelay: .seconds(1), factor: 2, maximumDelay: .seconds(5), jitter: 0.2)

        /// Probes at growing distances: `from`, `from × factor`, `from × factor²` and so on, up to `atMost`.
        public static func exponential(
            from initialDelay: Duration = .seconds(1), factor: Double = 2, atMost maximumDelay: Duration = .seconds(5),
            jitter: Double = 0.2
        ) -> EarlyProbes {
            EarlyProbes(
                isOff: false, initialDelay: initialDelay, factor: factor, maximumDelay: maximumDelay, jitter: jitter)
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
            // What overflowed into no number at all fails this comparison, too.
            let longest = max(initialDelay, maximumDelay) / .seconds(1)
            seconds = seconds <= longest ? seconds : longest
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
            try SettingCheck<Duration>.positive(example: "1 second")
                .run(probes.initialDelay, configuration, "\(field).initialDelay")
            try SettingCheck<Double>.require(probes.factor, in: 1...1_000, "\(field).factor")
            try SettingCheck<Duration>.positive(example: "5 seconds")
                .run(probes.maximumDelay, configuration, "\(field).maximumDelay")
            try SettingCheck<Double>.require(probes.jitter, in: 0...1, "\(field).jitter")
        }
    }
}

extension RedisConfiguration.EarlyProbes: SettingCodable {
    init?(settingText: String) {
        if settingText == "off" || settingText == "none" {
            self = .off
            return
        }
        let parts = settingText.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 4, let initialDelay = Duration(settingText: parts[0]) else { return nil }
        var result = Self.exponential(from: initialDelay)
        if parts.count > 1 {
            guard let factor = Double(settingText: parts[1]) else { return nil }
            result.factor = factor
        }
        if parts.count > 2 {
            guard let maximumDelay = Duration(settingText: parts[2]) else { return nil }
            result.maximumDelay = maximumDelay
        }
        if parts.count > 3 {
            guard let jitter = Double(settingText: parts[3]) else { return nil }
            result.jitter = jitter
        }
        self = result
    }
    var settingText: String? {
        isOff ? "off" : "\(initialDelay.decimalSeconds),\(factor),\(maximumDelay.decimalSeconds),\(jitter)"
    }
    var settingValue: RedisConfiguration.SettingValue {
        guard !isOff else { return .none }
        return .text(
            "first after \(initialDelay.decimalSeconds) s, factor \(factor), at most \(maximumDelay.decimalSeconds) s, "
                + "jitter \(jitter)")
    }
    static var settingForm: String {
        "the first delay, the factor, the longest delay and the jitter, such as 1,2,5,0.2, or off"
    }
}

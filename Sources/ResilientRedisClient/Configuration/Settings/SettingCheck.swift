/// What the values of one setting must be like.
///
/// Each setting names its check; ``RedisConfiguration/validate()`` runs them all.
struct SettingCheck<Value>: Sendable {
    /// Throws for a value that cannot work. It is given the whole configuration as well, for what depends on another
    /// setting, and the name of the setting.
    let run: @Sendable (Value, RedisConfiguration, _ field: String) throws(RedisConfigurationError) -> Void

    /// Makes a check of one's own.
    init(_ run: @escaping @Sendable (Value, RedisConfiguration, String) throws(RedisConfigurationError) -> Void) {
        self.run = run
    }

    /// For types that have no value which cannot work.
    static var anyValue: SettingCheck { SettingCheck { _, _, _ in } }

    /// Checks the value of an optional setting, if it has one.
    static func ifSet<Wrapped>(_ check: SettingCheck<Wrapped>) -> SettingCheck where Value == Wrapped? {
        SettingCheck { value, configuration, field throws(RedisConfigurationError) in
            if let value { try check.run(value, configuration, field) }
        }
    }
}

extension SettingCheck where Value: Comparable & Sendable & CustomStringConvertible {
    /// Accepts a range of values.
    static func range(_ allowed: ClosedRange<Value>) -> SettingCheck {
        SettingCheck { value, _, field throws(RedisConfigurationError) in
            try require(value, in: allowed, field)
        }
    }

    static func require(
        _ value: Value, in allowed: ClosedRange<Value>, _ field: String
    ) throws(RedisConfigurationError) {
        guard allowed.contains(value) else {
            throw RedisConfigurationError(
                field: field, read: .value(value), problem: "it is out of range",
                advice: "Set a value from \(allowed.lowerBound) to \(allowed.upperBound)")
        }
    }
}

extension SettingCheck where Value == Int {
    /// Accepts a bound in bytes, up to one tebibyte.
    static var bytes: SettingCheck { .range(1...(1 << 40)) }
}

extension SettingCheck where Value == Duration {
    /// Accepts durations above zero, up to 365 days: a longer one is a mistake, and this limit keeps deadlines far from
    /// overflowing.
    static func positive(example: String) -> SettingCheck {
        SettingCheck { value, _, field throws(RedisConfigurationError) in
            guard value > .zero else {
                throw RedisConfigurationError(
                    field: field, read: .value(value), problem: "the duration must be longer than zero",
                    advice: "Set a duration such as \(example)")
            }
            guard value <= .seconds(365 * 86_400) else {
                throw RedisConfigurationError(
                    field: field, read: .value(value), problem: "the duration is longer than 365 days",
                    advice: "Set a duration such as \(example)")
            }
        }
    }
}

extension SettingCheck where Value == String {
    /// Accepts the path of a file, which need not exist.
    static var path: SettingCheck {
        SettingCheck { path, _, field throws(RedisConfigurationError) in
            guard !path.isEmpty else {
                throw RedisConfigurationError(
                    field: field, problem: "the path is empty", advice: "Set the path of the file")
            }
            guard !path.utf8.contains(0) else {
                throw RedisConfigurationError(
                    field: field, read: .hidden(path), problem: "the path contains a zero byte",
                    advice: "Set the path of the file")
            }
        }
    }

    /// Accepts a host name, an IPv4 address or an IPv6 address without brackets.
    static var host: SettingCheck {
        SettingCheck { host, _, field throws(RedisConfigurationError) in
            if host.contains(":"), HostName.isIPv6Address(host) { return }
            guard let problem = HostName.problem(of: host) else { return }
            throw RedisConfigurationError(
                field: field, read: host.isEmpty ? nil : .host(host), problem: problem,
                advice: "Set a host name or an address alone, such as cache.internal, 10.0.0.1 or ::1")
        }
    }
}

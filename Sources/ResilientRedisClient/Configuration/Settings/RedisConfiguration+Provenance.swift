extension RedisConfiguration {
    /// Where the values of a configuration came from, for the person who has to find out why a service talks to the
    /// wrong Redis.
    ///
    /// ```swift
    /// var provenance = RedisConfiguration.Provenance()
    /// let configuration = try RedisConfiguration.fromEnvironment(recording: &provenance)
    /// for setting in configuration.effectiveSettings(from: provenance) { print(setting) }
    /// ```
    ///
    /// It holds names, never values, and so no secrets.
    public struct Provenance: Sendable, Hashable {
        private var origins: [String: String] = [:]
        /// Remarks on the input that are no errors: options of a URL that have no meaning here, variables that look
        /// like the ones that are read.
        public private(set) var notices: [String] = []

        /// Makes a record in which every value is a default.
        public init() {}

        /// Where a setting's value came from: a variable such as `REDIS_URL`, the name given to a URL such as `--url`,
        /// or `default`.
        ///
        /// - Parameter field: The setting as a path into ``RedisConfiguration``, such as `resilience.backoff`.
        public func origin(of field: String) -> String { origins[field] ?? "default" }

        /// Records that a setting was given a value, for settings that are changed after the configuration was read.
        ///
        /// - Parameters:
        ///   - field: The setting as a path into ``RedisConfiguration``, such as `resilience.backoff`.
        ///   - origin: Where the value came from, such as `--backoff`.
        public mutating func record(_ field: String, from origin: String) { origins[field] = origin }

        mutating func note(_ notice: String) { notices.append(notice) }

        /// Where the value that an error is about came from, or `nil` for a default.
        func source(of field: String) -> String? { origins[field] }
    }

    /// One setting with its value and where that came from.
    public struct EffectiveSetting: Sendable, Hashable, CustomStringConvertible {
        /// A short name: `host`, `passwordSet`, `connectTimeout`.
        public let name: String
        /// The setting as a path into ``RedisConfiguration``, as errors name it.
        public let field: String
        /// The value. Of a password it says only whether there is one.
        public let value: SettingValue
        /// Where the value came from: a variable's name, the name given to a URL, or `default`.
        public let origin: String

        /// The name, the value and the origin on one line.
        public var description: String { "\(name) = \(value) (\(origin))" }
    }

    /// Every setting with its value and where that came from, without secrets.
    ///
    /// - Parameter provenance: The record that was filled when the configuration was read.
    public func effectiveSettings(from provenance: Provenance = Provenance()) -> [EffectiveSetting] {
        RedisSetting.all.map { setting in
            EffectiveSetting(
                name: setting.name, field: setting.field, value: setting.value(self),
                origin: provenance.origin(of: setting.field))
        }
    }
}

/// One setting of a configuration: its names, its check, how to print it, and how to set it by an option of a URL.
///
/// The settings of a section stand in the section's file. A new setting is a property there and one line in the
/// section's `settings`.
struct RedisSetting: Sendable {
    /// Its path into ``RedisConfiguration``, as errors name it: `resilience.connectTimeout`.
    let field: String
    /// Its name in a list of all settings: `connectTimeout`, `tlsServerName`.
    let name: String
    /// The name of the URL option that sets it: `connect_timeout`; `nil` if another part of the URL does.
    let option: String?
    /// What an option's text must look like, for error messages.
    let form: String
    /// Its value for printing.
    let value: @Sendable (RedisConfiguration) -> RedisConfiguration.SettingValue
    /// The text of the option, or `nil` where the setting has its default.
    let optionText: @Sendable (RedisConfiguration) -> String?
    /// Sets it from an option's text; `false` if the text has the wrong form.
    let set: @Sendable (inout RedisConfiguration, String) -> Bool
    /// Throws if its value cannot work.
    let check: @Sendable (RedisConfiguration) throws(RedisConfigurationError) -> Void

    /// Every setting, in the order in which they are printed and checked.
    static let all: [RedisSetting] =
        RedisConfiguration.Endpoint.settings + RedisConfiguration.Credentials.settings + RedisConfiguration.settings
        + RedisConfiguration.TLS.settings + RedisConfiguration.Resilience.settings + RedisConfiguration.Pool.settings
        + RedisConfiguration.ReplyLimits.settings + RedisConfiguration.TCP.settings

    /// A setting with a URL option of the same name in snake case.
    init<Value: SettingCodable>(
        _ field: String, option: String? = nil, _ path: any WritableKeyPath<RedisConfiguration, Value> & Sendable,
        _ check: SettingCheck<Value>
    ) {
        self.field = field
        name = Self.name(of: field)
        self.option = option ?? Self.snakeCase(name)
        form = Value.settingForm
        value = { $0[keyPath: path].settingValue }
        optionText = { configuration in
            let value = configuration[keyPath: path]
            return value == RedisConfiguration()[keyPath: path] ? nil : value.settingText
        }
        set = { configuration, text in
            guard let value = Value(settingText: text) else { return false }
            configuration[keyPath: path] = value
            return true
        }
        self.check = { configuration throws(RedisConfigurationError) in
            try check.run(configuration[keyPath: path], configuration, field)
        }
    }

    /// A setting of TLS, which has a value only where TLS is on.
    init<Value: SettingCodable>(
        _ field: String, tls path: any WritableKeyPath<RedisConfiguration.TLS, Value> & Sendable,
        _ check: SettingCheck<Value>
    ) {
        self.field = field
        name = Self.name(of: field)
        option = Self.snakeCase(name)
        form = Value.settingForm
        value = { $0.tls.map { $0[keyPath: path].settingValue } ?? .none }
        optionText = { configuration in
            guard let value = configuration.tls?[keyPath: path] else { return nil }
            return value == RedisConfiguration.TLS()[keyPath: path] ? nil : value.settingText
        }
        set = { configuration, text in
            guard let value = Value(settingText: text) else { return false }
            configuration.tls?[keyPath: path] = value
            return true
        }
        self.check = { configuration throws(RedisConfigurationError) in
            if let tls = configuration.tls { try check.run(tls[keyPath: path], configuration, field) }
        }
    }

    /// A setting that another part of a URL sets than an option.
    init(
        part field: String, name: String,
        value: @escaping @Sendable (RedisConfiguration) -> RedisConfiguration.SettingValue,
        check: @escaping @Sendable (RedisConfiguration) throws(RedisConfigurationError) -> Void
    ) {
        self.field = field
        self.name = name
        option = nil
        form = ""
        self.value = value
        optionText = { _ in nil }
        set = { _, _ in false }
        self.check = check
    }

    /// The last part of the path. TLS and TCP stay in front, because their settings are named within them.
    private static func name(of field: String) -> String {
        let parts = field.split(separator: ".")
        guard parts.count == 2, parts[0] == "tls" || parts[0] == "tcp" else { return String(parts[parts.count - 1]) }
        return parts[0] + parts[1].prefix(1).uppercased() + parts[1].dropFirst()
    }

    private static func snakeCase(_ name: String) -> String {
        var result = ""
        for character in name {
            if character.isUppercase { result += "_" }
            result += character.lowercased()
        }
        return result
    }
}

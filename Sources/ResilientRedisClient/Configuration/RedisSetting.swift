/// One setting of a configuration: its names, how to print it, and how to set it by an option of a URL.
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

    /// A setting that a URL has a place for.
    init(
        part field: String, name: String,
        value: @escaping @Sendable (RedisConfiguration) -> RedisConfiguration.SettingValue
    ) {
        self.field = field
        self.name = name
        option = nil
        form = ""
        self.value = value
        optionText = { _ in nil }
        set = { _, _ in false }
    }

    /// A setting with a URL option of the same name in snake case.
    init<Value: SettingCodable>(
        _ field: String, option: String? = nil, _ path: any WritableKeyPath<RedisConfiguration, Value> & Sendable
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
    }

    /// A setting of TLS, which has a value only where TLS is on.
    init<Value: SettingCodable>(
        _ field: String, tls path: any WritableKeyPath<RedisConfiguration.TLS, Value> & Sendable
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
    }

    /// The last part of the path; TLS and TCP stay in front, because their settings are named within them.
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

extension RedisConfiguration {
    /// The value of one setting, in a form that can be printed or written as JSON. Never a secret.
    public enum SettingValue: Sendable, Hashable {
        /// Text, such as a host name.
        case text(String)
        /// A whole number, such as a port.
        case integer(Int)
        /// A number with a fraction, such as a jitter.
        case number(Double)
        /// A duration, in seconds.
        case seconds(Double)
        /// Yes or no.
        case flag(Bool)
        /// The setting has no value.
        case none
    }
}

extension RedisConfiguration.SettingValue: CustomStringConvertible {
    /// The value as a person writes it: `cache.internal`, `6379`, `2.0 s`, `true`, or `none`.
    public var description: String {
        switch self {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .seconds(let seconds): "\(seconds) s"
        case .flag(let flag): "\(flag)"
        case .none: "none"
        }
    }
}

/// A type that settings have: how its values are written in a URL's options, and read from there.
protocol SettingCodable: Equatable, Sendable {
    /// Reads the text of an option; `nil` if it does not have the form that ``settingForm`` describes.
    init?(settingText: String)
    /// The text that ``init(settingText:)`` reads, or `nil` if the absence of the option says it.
    var settingText: String? { get }
    /// The value for printing.
    var settingValue: RedisConfiguration.SettingValue { get }
    /// What a person has to write, for error messages: "a whole number".
    static var settingForm: String { get }
}

extension String: SettingCodable {
    init?(settingText: String) { self = settingText }
    var settingText: String? { self }
    var settingValue: RedisConfiguration.SettingValue { .text(self) }
    static var settingForm: String { "text" }
}

extension Int: SettingCodable {
    init?(settingText: String) {
        // `Int` alone would also accept a leading plus.
        guard settingText.utf8.first != UInt8(ascii: "+") else { return nil }
        self.init(settingText)
    }
    var settingText: String? { "\(self)" }
    var settingValue: RedisConfiguration.SettingValue { .integer(self) }
    static var settingForm: String { "a whole number" }
}

extension Double: SettingCodable {
    init?(settingText: String) {
        guard let number = Double(settingText), number.isFinite else { return nil }
        self = number
    }
    var settingText: String? { "\(self)" }
    var settingValue: RedisConfiguration.SettingValue { .number(self) }
    static var settingForm: String { "a number" }
}

extension Optional: SettingCodable where Wrapped: SettingCodable {
    init?(settingText: String) {
        if settingText == "none" {
            self = .none
        } else if let value = Wrapped(settingText: settingText) {
            self = value
        } else {
            return nil
        }
    }
    var settingText: String? { map(\.settingText) ?? "none" }
    var settingValue: RedisConfiguration.SettingValue { map(\.settingValue) ?? .none }
    static var settingForm: String { "\(Wrapped.settingForm), or none" }
}

extension SettingCodable where Self: RawRepresentable, RawValue == String, Self: CaseIterable {
    init?(settingText: String) { self.init(rawValue: settingText) }
    var settingText: String? { rawValue }
    var settingValue: RedisConfiguration.SettingValue { .text(rawValue) }
    static var settingForm: String { "one of " + allCases.map(\.rawValue).joined(separator: ", ") }
}

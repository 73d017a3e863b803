import ResilientRedisClient

extension JSONWriter {
    /// Writes the settings' values by name, and beside them where each came from.
    mutating func configuration(_ settings: [RedisConfiguration.EffectiveSetting], notices: [String]) {
        object { json in
            for setting in settings {
                json.key(setting.name)
                json.value(setting.value)
            }
            json.key("sources")
            json.object { json in
                for setting in settings {
                    json.key(setting.name)
                    json.string(setting.origin)
                }
            }
            json.key("notices")
            json.array { json in
                for notice in notices { json.string(notice) }
            }
        }
    }

    private mutating func value(_ value: RedisConfiguration.SettingValue) {
        switch value {
        case .text(let text): string(text)
        case .integer(let integer): self.integer(integer)
        case .number(let number), .seconds(let number): self.number(number)
        case .flag(let flag): boolean(flag)
        case .none: null()
        }
    }
}

import ResilientRedisClient

extension JSONWriter {
    /// Writes a reply as the JSON that is nearest to it: strings, numbers, booleans, null and arrays.
    ///
    /// Bytes that are not UTF-8 become `{"base64": …}`, errors `{"error": …}`. A map becomes an object when its keys
    /// are texts that differ from each other, otherwise a list of pairs.
    mutating func plain(_ reply: RESPValue) {
        switch reply {
        case .simpleString(let bytes), .bulkString(let bytes), .verbatimString(_, let bytes): plain(bytes)
        case .error(let error):
            object { json in
                json.key("error")
                json.string(error.message)
            }
        case .integer(let number): integer(number)
        case .null: null()
        case .array(let elements), .set(let elements), .push(let elements):
            array { json in
                for element in elements { json.plain(element) }
            }
        case .map(let entries): plain(entries)
        case .double(let value): number(value)
        case .boolean(let value): boolean(value)
        case .bigNumber(let digits): string(digits)
        }
    }

    private mutating func plain(_ bytes: [UInt8]) {
        guard !Self.isText(bytes) else { return string(text: bytes) }
        object { json in
            json.key("base64")
            json.base64(bytes)
        }
    }

    private mutating func plain(_ entries: [RESPMapEntry]) {
        let names = entries.compactMap(\.key.string)
        // An object's names are compared by their bytes, like Redis' own. Equal strings may have different ones.
        if names.count == entries.count, Set(names.map { Array($0.utf8) }).count == names.count {
            object { json in
                for (name, entry) in zip(names, entries) {
                    json.key(name)
                    json.plain(entry.value)
                }
            }
        } else {
            array { json in
                for entry in entries {
                    json.array { json in
                        json.plain(entry.key)
                        json.plain(entry.value)
                    }
                }
            }
        }
    }
}

extension JSONWriter {
    /// Writes a reply as an object with one key that names its type, so that no reply looks like another.
    ///
    /// Strings that are not UTF-8 are written in Base64 under `simpleBase64`, `bulkBase64` or `verbatimBase64`; in
    /// errors, such bytes are repaired. The recursion is as deep as the reply limits let replies be.
    mutating func typed(_ reply: RESPValue) {
        object { json in
            switch reply {
            case .simpleString(let bytes): json.text("simple", "simpleBase64", bytes)
            case .bulkString(let bytes): json.text("bulk", "bulkBase64", bytes)
            case .verbatimString(_, let bytes): json.text("verbatim", "verbatimBase64", bytes)
            case .error(let error):
                json.key("error")
                json.string(error.message)
            case .integer(let number):
                json.key("integer")
                json.integer(number)
            case .null:
                json.key("null")
                json.boolean(true)
            case .array(let elements): json.typed("array", elements)
            case .set(let elements): json.typed("set", elements)
            case .push(let elements): json.typed("push", elements)
            case .map(let entries):
                json.key("map")
                json.array { json in
                    for entry in entries { json.typedPair(entry) }
                }
            case .double(let number):
                json.key("double")
                json.number(number)
            case .boolean(let value):
                json.key("boolean")
                json.boolean(value)
            case .bigNumber(let digits):
                json.key("bigNumber")
                json.string(digits)
            }
        }
    }

    private mutating func typed(_ name: String, _ elements: [RESPValue]) {
        key(name)
        array { json in
            for element in elements { json.typed(element) }
        }
    }

    private mutating func typedPair(_ entry: RESPMapEntry) {
        array { json in
            json.typed(entry.key)
            json.typed(entry.value)
        }
    }

    private mutating func text(_ name: String, _ nameOfBase64: String, _ bytes: [UInt8]) {
        if Self.isText(bytes) {
            key(name)
            string(text: bytes)
        } else {
            key(nameOfBase64)
            base64(bytes)
        }
    }
}

extension JSONWriter {
    /// Writes why a command got no reply, and its outcome.
    mutating func failure(_ error: any Error) {
        switch error {
        case let error as RedisError:
            let place = error.endpoint.map { "\($0): " } ?? ""
            failure(error.code.description, error.outcome, place + error.message, retryAfter: error.retryAfter)
        case let error as CommandLineError:
            failure("usage", .notSent, error.message)
        default:
            failure("unexpected", .unknown, "\(error)")
        }
    }

    private mutating func failure(
        _ code: String, _ outcome: RedisError.Outcome, _ message: String, retryAfter: Duration? = nil
    ) {
        object { json in
            json.key("failure")
            json.object { json in
                json.key("code")
                json.string(code)
                json.key("outcome")
                json.string(outcome.rawValue)
                json.key("message")
                json.string(message)
                if let retryAfter {
                    json.key("retryAfterSeconds")
                    json.number(max(0, (retryAfter / .milliseconds(1)).rounded() / 1000))
                }
            }
        }
    }
}

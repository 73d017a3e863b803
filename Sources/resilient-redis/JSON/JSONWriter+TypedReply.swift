import ResilientRedisClient

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

import ResilientRedisClient

extension JSONWriter {
    /// Writes a reply as the JSON that is nearest to it: strings, numbers, booleans, null and arrays.
    ///
    /// Bytes that are not UTF-8 become `{"base64": …}`, errors `{"error": …}`. A map becomes an object when its keys are
    /// texts that differ from each other, otherwise a list of pairs.
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
        if names.count == entries.count, Set(names).count == names.count {
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

import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A line of input that is not a command. The message says what is wrong with it and never quotes it: it may hold a
/// secret.
struct CommandLineError: Error {
    let message: String
}

/// The words of a Redis command, as bytes.
enum CommandWords {
    /// Parses one line: a JSON array of strings and `{"base64": …}` when it begins with `[`, otherwise shell words.
    ///
    /// - Returns: At least one word, or `nil` for an empty line.
    static func parse(_ line: [UInt8]) throws(CommandLineError) -> [[UInt8]]? {
        guard let first = line.first(where: { !isBlank($0) }) else { return nil }
        return first == UInt8(ascii: "[") ? try parseJSON(line) : try ShellWords.split(line)
    }

    /// The last arguments of the process, byte for byte: as text, those that are not UTF-8 would be changed.
    static func lastArguments(_ count: Int) -> [[UInt8]] {
        let arguments = UnsafeBufferPointer(start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
        return arguments.suffix(count).map { argument in
            argument.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
        }
    }

    private static func parseJSON(_ line: [UInt8]) throws(CommandLineError) -> [[UInt8]] {
        let words: [JSONWord]
        do {
            words = try JSONDecoder().decode([JSONWord].self, from: Data(line))
        } catch let error as CommandLineError {
            throw error
        } catch {
            throw CommandLineError(
                message: "the line begins with [ but is no JSON array of strings, such as [\"INCRBY\",\"key\",\"5\"]; "
                    + "an argument that is not UTF-8 is written {\"base64\":\"/wA=\"}")
        }
        guard !words.isEmpty else {
            throw CommandLineError(message: "the JSON array is empty; its first string is the command's name")
        }
        return words.map(\.bytes)
    }

    /// An argument in a JSON line: a string, or an object whose only key is `base64`, as in the tool's own output.
    private struct JSONWord: Decodable {
        let bytes: [UInt8]

        private struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }

            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            if let string = try? decoder.singleValueContainer().decode(String.self) {
                bytes = Array(string.utf8)
                return
            }
            let object = try decoder.container(keyedBy: Key.self)
            guard object.allKeys.count == 1, let key = object.allKeys.first, key.stringValue == "base64" else {
                throw CommandLineError(
                    message: "an object in the JSON array must have the one key \"base64\", as in {\"base64\":\"/wA=\"}"
                )
            }
            guard let data = Data(base64Encoded: try object.decode(String.self, forKey: key)) else {
                throw CommandLineError(message: "the value of \"base64\" in the JSON array is not base64")
            }
            bytes = Array(data)
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}

import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The words of a Redis command, as bytes.
enum CommandWords {
    /// Reads one line: a JSON array of strings when it begins with `[`, otherwise shell words.
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
        let strings: [String]
        do {
            strings = try JSONDecoder().decode([String].self, from: Data(line))
        } catch {
            throw CommandLineError(
                message: "the line begins with [ but is no JSON array of strings, such as [\"INCRBY\",\"key\",\"5\"]")
        }
        guard !strings.isEmpty else {
            throw CommandLineError(message: "the JSON array is empty; its first string is the command's name")
        }
        return strings.map { Array($0.utf8) }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}

import RedisTransport
import ResilientRedisClient
import Testing

/// What a command looks like on the wire, next to what it should look like.
struct Encoding: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let traits: RedisCommandTraits
    let traitsByName: RedisCommandTraits
    let keys: [String]?
    let expected: [String]

    /// Takes a command and the words it should consist of.
    init<Reply>(_ command: RedisCommand<Reply>, _ expected: String...) {
        self.init(command, words: expected)
    }

    private init<Reply>(_ command: RedisCommand<Reply>, words: [String]) {
        let wire = command.request.wire
        bytes = wire.sentBytes
        traits = command.traits
        traitsByName = RedisCommandTraits(of: wire)
        keys = command.request.keyTexts
        expected = words
    }

    /// What the command's name may be: its first word, or its first two.
    var names: Set<String> { [expected[0], expected.prefix(2).joined(separator: " ")] }

    /// Takes a command and its words as a person would type them; `""` is an empty word.
    init<Reply>(_ command: RedisCommand<Reply>, line: String) {
        self.init(command, words: line.split(separator: " ").map { $0 == "\"\"" ? "" : String($0) })
    }

    var testDescription: String { expected.joined(separator: " ") }
}

/// The bytes of a command, put together by the simplest rule there is.
func wireBytes(_ words: [String]) -> [UInt8] {
    Array("*\(words.count)\r\n".utf8) + words.flatMap { Array("$\($0.utf8.count)\r\n\($0)\r\n".utf8) }
}

extension WireCommand {
    /// All bytes as they go on the wire, payloads in their places.
    var sentBytes: [UInt8] {
        var sent: [UInt8] = []
        var position = start
        for insertion in insertions {
            sent += bytes[position..<insertion.offset]
            insertion.payload.withUnsafeBytes { sent += $0 }
            position = insertion.offset
        }
        return sent + bytes[position..<end]
    }
}

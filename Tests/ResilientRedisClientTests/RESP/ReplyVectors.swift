import Foundation
import ResilientRedisClient
import Testing

/// The file with wire texts and what the specifications of RESP2 and RESP3 expect of them.
struct ReplyVectors: Decodable, Sendable {
    var vectors: [ReplyVector]

    /// Whether the file must be there.
    static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil

    /// The file's content, or `nil` when there is no such file.
    static let shared: ReplyVectors? = {
        var candidates: [URL] = []
        if let path = ProcessInfo.processInfo.environment["RESILIENT_REDIS_DATA"] {
            candidates.append(URL(filePath: path))
        }
        var folder = URL(filePath: #filePath)
        while folder.path() != "/" {
            folder.deleteLastPathComponent()
            candidates.append(folder.appending(path: "shared/data"))
        }
        for candidate in candidates {
            if let data = try? Data(contentsOf: candidate.appending(path: "resp_vectors.json")) {
                return try? JSONDecoder().decode(ReplyVectors.self, from: data)
            }
        }
        return nil
    }()

    static var all: [ReplyVector] { shared?.vectors ?? [] }
}

/// One wire text. The keys are those of the file.
struct ReplyVector: Decodable, Sendable, CustomTestStringConvertible {
    var wire_hex: String
    var wire: String
    var status: String
    var replies: [ExpectedReply]

    var bytes: [UInt8] { [UInt8](hex: wire_hex) }

    var testDescription: String { "\(wire.debugDescription.prefix(60)) is \(status)" }

    /// What the text contains that came with RESP3 only, by the first byte of each value.
    var needsRESP3: Bool {
        var lines = wire.split(separator: "\r\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if let first = line.first, "_#,(!%~=>|".contains(first) { return true }
            // The line after a string's length is the string, whatever it looks like.
            if line.hasPrefix("$"), line != "$-1" { _ = lines.popFirst() }
        }
        return false
    }
}

/// A reply as the file writes it: an object with one key, which is the kind.
struct ExpectedReply: Decodable, Sendable {
    /// `nil` for an attribute, which is skipped and no reply.
    var value: RESPValue?

    private struct Kind: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Kind.self)
        let kind = try #require(container.allKeys.first)
        func bytes() throws -> [UInt8] { [UInt8](hex: try container.decode(String.self, forKey: kind)) }
        func elements() throws -> [RESPValue] {
            try container.decode([ExpectedReply].self, forKey: kind).compactMap(\.value)
        }
        switch kind.stringValue {
        case "null": value = .null
        case "bool": value = .boolean(try container.decode(Bool.self, forKey: kind))
        case "int": value = .integer(try container.decode(Int.self, forKey: kind))
        case "double": value = .double(try #require(Double(try container.decode(String.self, forKey: kind))))
        case "bignum": value = .bigNumber(try container.decode(String.self, forKey: kind))
        case "bulk": value = .bulkString(try bytes())
        case "simple": value = .simpleString(try bytes())
        case "error", "bloberror": value = .error(RESPErrorReply(bytes: try bytes()))
        case "array": value = .array(try elements())
        case "set": value = .set(try elements())
        case "push": value = .push(try elements())
        case "map":
            let flat = try elements()
            value = .map(
                stride(from: 0, to: flat.count, by: 2).map { RESPMapEntry(key: flat[$0], value: flat[$0 + 1]) })
        case "verbatim":
            let parts = try container.decode([String].self, forKey: kind)
            value = .verbatimString(format: parts[0], bytes: [UInt8](hex: parts[1]))
        case "attribute": value = nil
        default:
            throw DecodingError.dataCorruptedError(forKey: kind, in: container, debugDescription: "unknown kind")
        }
    }
}

extension [UInt8] {
    /// The bytes that hexadecimal digits stand for.
    init(hex: String) {
        let digits = Array<Character>(hex)
        self = stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16) ?? 0
        }
    }
}

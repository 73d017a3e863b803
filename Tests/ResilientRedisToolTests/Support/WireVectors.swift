import Foundation
import ResilientRedisClient

/// The file with the wire vectors. Its keys are those of the file.
struct WireVectors: Decodable, Sendable {
    struct Vector: Decodable, Sendable {
        /// How a version of hiredis read the bytes: a status, how many replies, an error.
        struct Reading: Decodable, Sendable {
            struct Result: Decodable, Sendable {
                let status: String
                let replies: Int

                init(from decoder: any Decoder) throws {
                    var list = try decoder.unkeyedContainer()
                    status = try list.decode(String.self)
                    replies = try list.decode(Int.self)
                }
            }
            let whole: Result
        }

        let wire: String
        let wire_hex: String
        let status: String
        let replies: [WireReply]
        let libhiredis_0_14_1: Reading

        var bytes: [UInt8] { WireReply.bytes(hex: wire_hex) }
    }

    let vectors: [Vector]

    static let shared = SharedData.read("resp_vectors.json", as: WireVectors.self)
}

extension WireVectors.Vector {
    /// What the tool must make of the bytes.
    enum Outcome {
        case reply(JSONValue)
        case failure(code: String)
    }

    /// There is a second reply, or something that is none.
    var goesOnAfterReply: Bool { replies.count > 1 || replies.count == 1 && status.hasPrefix("invalid") }

    /// Something is left open that only the end of the connection settles.
    var isOpenEnded: Bool {
        if case .failure("connectionLost") = outcome { true } else { status == "incomplete" }
    }

    var outcome: Outcome {
        guard let answer = answers.first else {
            return .failure(code: status.hasPrefix("invalid") || isUnknown ? "protocolError" : "connectionLost")
        }
        return .reply(answer.typed)
    }

    /// The replies that the hiredis at hand can read, without those that answer no command.
    private var answers: [WireReply] {
        let count = ReplyReader.supportsRESP3 || isMended ? replies.count : libhiredis_0_14_1.whole.replies
        return replies.prefix(count).filter { !$0.isOutOfBand }
    }

    private var isUnknown: Bool {
        !ReplyReader.supportsRESP3 && !isMended && libhiredis_0_14_1.whole.status == "protocol_error"
    }

    /// Only hiredis does not accept a plus sign before an integer.
    private var isMended: Bool { wire == ":+1\r\n" }
}

/// A reply of the file, as the tool must print it.
struct WireReply: Decodable, Sendable {
    let typed: JSONValue
    /// It is no reply to a command.
    let isOutOfBand: Bool

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        guard let key = object.allKeys.first else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no reply"))
        }
        func hex() throws -> [UInt8] { Self.bytes(hex: try object.decode(String.self, forKey: key)) }
        func elements() throws -> [JSONValue] { try object.decode([WireReply].self, forKey: key).map(\.typed) }
        isOutOfBand = key.stringValue == "push" || key.stringValue == "attribute"
        switch key.stringValue {
        case "simple": typed = Self.text("simple", try hex())
        case "bulk": typed = Self.text("bulk", try hex())
        case "verbatim":
            let parts = try object.decode([String].self, forKey: key)
            typed = Self.text("verbatim", Self.bytes(hex: parts[1]))
        case "error", "bloberror": typed = ["error": .string(String(decoding: try hex(), as: UTF8.self))]
        case "int": typed = ["integer": .number(try object.decode(Double.self, forKey: key))]
        case "null": typed = ["null": true]
        case "bool": typed = ["boolean": .boolean(try object.decode(Bool.self, forKey: key))]
        case "bignum": typed = ["bigNumber": .string(try object.decode(String.self, forKey: key))]
        case "double":
            let text = try object.decode(String.self, forKey: key)
            let number = Double(text).flatMap { $0.isFinite ? $0 : nil }
            typed = ["double": number.map { .number($0) } ?? .string(text)]
        case "map":
            let flat = try elements()
            typed = ["map": .array(stride(from: 0, to: flat.count, by: 2).map { [flat[$0], flat[$0 + 1]] })]
        default: typed = .object([key.stringValue: .array(try elements())])
        }
    }

    private static func text(_ name: String, _ bytes: [UInt8]) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .object(["\(name)Base64": .string(Data(bytes).base64EncodedString())])
        }
        return .object([name: .string(text)])
    }

    static func bytes(hex: String) -> [UInt8] {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}

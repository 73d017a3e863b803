import ResilientRedisClient
import TestSupport
import Testing

/// One round after the other, and with pauses: tests of time run beside these.
@Suite("Replies: mutated wire texts", .serialized)
struct ReplyMutationTests {
    private static let limits = RedisConfiguration.ReplyLimits(
        maximumBulkLength: 4096, maximumElements: 1000, maximumDepth: 8, maximumLineLength: 64)

    private static let seeds: [[UInt8]] =
        ReplyVectors.all.map(\.bytes)
        + [
            "*2\r\n$3\r\nGET\r\n*2\r\n:1\r\n$-1\r\n", "-ERR no\r\n+OK\r\n:12\r\n$0\r\n\r\n",
            "*3\r\n*-1\r\n*0\r\n+a\rb\r\n", "|1\r\n+ttl\r\n:1\r\n%1\r\n+a\r\n_\r\n",
            "!3\r\nERR\r\n=7\r\ntxt:abc\r\n>1\r\n#t\r\n",
        ].map { Array($0.utf8) }

    private static let symbols = Array("\r\n0123456789-+*$:_#,(!%~=>|".utf8)

    private static func mutant(_ random: inout SeededGenerator) -> [UInt8] {
        guard var bytes = seeds.randomElement(using: &random) else { return [] }
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.removeSubrange(place...)
            case 2:
                let other = seeds.randomElement(using: &random) ?? []
                bytes = Array(bytes[..<place]) + other.suffix(Int.random(in: 0...other.count, using: &random))
            case 3: bytes.insert(symbols.randomElement(using: &random) ?? 0, at: place)
            case 4 where place < bytes.count: bytes.remove(at: place)
            default:
                let end = Int.random(in: place...bytes.count, using: &random)
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }

    @Test("100,000 mutants are read or refused, the same whole and in pieces", arguments: 0..<10)
    func mutants(_ round: Int) async {
        var random = SeededGenerator(seed: UInt64(round))
        var refused = 0
        for index in 0..<10_000 {
            if index % 64 == 0 { await Task.yield() }
            let bytes = Self.mutant(&random)
            let whole = ReplyReading([bytes], limits: Self.limits)
            // A reply takes at least three bytes, so more replies than that would be made up.
            #expect(whole.replies.count <= bytes.count / 3)
            if whole.error != nil { refused += 1 }
            // Comparing each of them would take longer than finding out.
            guard Int.random(in: 0..<8, using: &random) == 0 else { continue }
            let size = Int.random(in: 1...max(1, bytes.count), using: &random)
            let pieces = ReplyReading(bytes.pieces(of: size), limits: Self.limits)
            let hint: Comment = "\(String(decoding: bytes, as: UTF8.self).debugDescription) in pieces of \(size)"
            #expect(whole.description == pieces.description, hint)
            #expect((whole.error == nil) == (pieces.error == nil), hint)
            #expect(whole.isComplete == pieces.isComplete, hint)
        }
        // Most mutants are broken, and some are not, or this would test nothing.
        #expect((2_000..<9_900).contains(refused))
    }
}

import RedisTransport
import CRedisIO
import FoundationEssentials
import ResilientRedisClient
import TestSupport
import Testing

/// One after the other, and with pauses: tests of time run beside these.
@Suite("Output queue", .serialized)
struct OutputQueueTests {
    private struct Random {
        var generator: SeededGenerator

        private static let letters = (0..<20_000).map { UInt8(97 + $0 % 26) }

        mutating func text(_ count: Int) -> String {
            let start = Int.random(in: 0..<26, using: &generator)
            return String(decoding: Self.letters[start..<(start + count)], as: UTF8.self)
        }
    }

    private enum Kind: CaseIterable { case string, bytes, data }

    private func command(_ arguments: [(Kind, String)]) -> WireCommand {
        var encoder = RESPEncoder("MSET")
        for (kind, text) in arguments {
            switch kind {
            case .string: encoder.append(text)
            case .bytes: encoder.append(Array(text.utf8))
            case .data: encoder.append(Data(text.utf8))
            }
        }
        return encoder.finish()
    }

    private func wire(_ arguments: [(Kind, String)]) -> [UInt8] {
        var bytes = Array("*\(arguments.count + 1)\r\n$4\r\nMSET\r\n".utf8)
        for (_, text) in arguments {
            bytes.append(contentsOf: "$\(text.utf8.count)\r\n".utf8)
            bytes.append(contentsOf: text.utf8)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        return bytes
    }

    /// Sends through the queue at most `limit` bytes; returns them.
    private func send(_ queue: inout OutputQueue, _ limit: Int) -> [UInt8] {
        var sent: [UInt8] = []
        _ = queue.send { pieces in
            #expect((1...16).contains(pieces.count))
            for piece in pieces {
                #expect(piece.iov_len > 0)
                let bytes = UnsafeRawBufferPointer(start: piece.iov_base, count: piece.iov_len)
                sent.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(limit - sent.count)))
            }
            return sent.count
        }
        return sent
    }

    private func drain(_ queue: inout OutputQueue) -> [UInt8] {
        var sent: [UInt8] = []
        while !queue.isEmpty { sent += send(&queue, .max) }
        return sent
    }

    @Test("A new queue is empty")
    func empty() {
        let queue = OutputQueue()
        #expect(queue.isEmpty)
        #expect(queue.count == 0)
    }

    @Test("Small commands are sent in one piece")
    func small() {
        var queue = OutputQueue()
        let arguments = [(Kind.string, "key"), (.bytes, "value")]
        for _ in 0..<100 { queue.append(command(arguments)) }
        var pieces = 0
        _ = queue.send { buffer in
            pieces = buffer.count
            return 0
        }
        #expect(pieces == 1)
        #expect(drain(&queue) == (0..<100).flatMap { _ in wire(arguments) })
        #expect(queue.count == 0)
    }

    @Test("A partial send is continued at the byte where it ended")
    func everyOffset() async {
        var random = Random(generator: SeededGenerator(seed: 1))
        let commands: [[(Kind, String)]] = [
            [(.string, random.text(10))], [(.string, "k"), (.string, random.text(16_400)), (.string, random.text(9))],
            [(.bytes, random.text(16_384)), (.data, random.text(16_385))], [(.string, random.text(120))],
        ]
        let expected = commands.flatMap(wire)
        var edges: Set<Int> = []
        var position = 0
        for argument in commands.flatMap({ $0 }) {
            position += argument.1.utf8.count
            edges.insert(position)
        }
        // Every offset near the edge of a piece, and a good number of the others.
        let offsets = (0...expected.count).filter { offset in
            offset % 151 == 0 || edges.contains { abs($0 - offset) < 40 } || offset > expected.count - 200
        }
        for offset in offsets {
            await Task.yield()
            var queue = OutputQueue()
            for arguments in commands { queue.append(command(arguments)) }
            let first = send(&queue, offset)
            #expect(first.count == offset)
            #expect(queue.count == expected.count - offset)
            #expect(queue.isEmpty == (offset == expected.count))
            // What comes in between goes to the end.
            queue.append(command([(.string, "late")]))
            #expect(first + drain(&queue) == expected + wire([(.string, "late")]), "cut at \(offset)")
        }
    }

    @Test("All bytes are sent in order, whatever is appended and however little each send takes", arguments: 0..<5)
    func randomSends(_ seed: UInt64) async {
        var random = Random(generator: SeededGenerator(seed: seed))
        var queue = OutputQueue()
        var expected: [UInt8] = []
        var sent: [UInt8] = []
        for _ in 0..<200 {
            await Task.yield()
            if Bool.random(using: &random.generator) {
                let arguments = (0..<Int.random(in: 1...20, using: &random.generator)).map { _ in
                    let isLarge = Int.random(in: 0..<12, using: &random.generator) == 0
                    let length = isLarge ? 16_384 : Int.random(in: 0...150, using: &random.generator)
                    return (Kind.allCases.randomElement(using: &random.generator) ?? .string, random.text(length))
                }
                queue.append(command(arguments))
                expected += wire(arguments)
            } else if !queue.isEmpty {
                sent += send(&queue, Int.random(in: 0...40_000, using: &random.generator))
            }
            #expect(queue.count == expected.count - sent.count)
        }
        sent += drain(&queue)
        #expect(sent == expected)
    }

    @Test("More pieces than one call takes are sent in several calls")
    func manyPieces() {
        var queue = OutputQueue()
        let arguments = (0..<50).map { _ in (Kind.bytes, String(repeating: "p", count: 20_000)) }
        queue.append(command(arguments))
        var calls = 0
        var sent: [UInt8] = []
        while !queue.isEmpty {
            sent += send(&queue, .max)
            calls += 1
        }
        #expect(calls > 1)
        #expect(sent == wire(arguments))
    }

    @Test("A send that throws removes nothing")
    func throwing() {
        struct Failure: Error {}
        var queue = OutputQueue()
        queue.append(command([(.string, "a")]))
        let count = queue.count
        #expect(throws: Failure.self) { try queue.send { _ in throw Failure() } }
        #expect(queue.count == count)
        #expect(drain(&queue) == wire([(.string, "a")]))
    }

    @Test("Large payloads are sent without a copy, also after a partial send")
    func noCopies() {
        let bytes = [UInt8](repeating: 1, count: 1 << 20)
        let data = Data(repeating: 2, count: 1 << 20)
        var text = String(repeating: "3", count: 1 << 20)
        let places = [
            bytes.withUnsafeBytes { $0.baseAddress }, data.withUnsafeBytes { $0.baseAddress },
            text.withUTF8 { UnsafeRawPointer($0.baseAddress) },
        ]
        var encoder = RESPEncoder("MSET")
        encoder.append(bytes)
        encoder.append(data)
        encoder.append(text)
        var queue = OutputQueue()
        queue.append(encoder.finish())
        var found: [UnsafeRawPointer] = []
        _ = queue.send { pieces in
            found = pieces.filter { $0.iov_len == 1 << 20 }.compactMap { $0.iov_base.map { UnsafeRawPointer($0) } }
            return pieces[0].iov_len + 1000
        }
        #expect(found == places.compactMap { $0 })
        _ = queue.send { pieces in
            #expect(pieces[0].iov_base.map { UnsafeRawPointer($0) } == places[0].map { $0 + 1000 })
            #expect(pieces[0].iov_len == (1 << 20) - 1000)
            return 0
        }
    }

    @Test("Sent bytes are released although the queue never becomes empty")
    func memory() {
        var queue = OutputQueue()
        let command = command([(.string, String(repeating: "v", count: 1000))])
        queue.append(command)
        for _ in 0..<20_000 {
            queue.append(command)
            // One command less than there is: the peer never quite keeps up.
            _ = queue.send { _ in command.byteCount }
        }
        #expect(queue.count == command.byteCount)
        #expect(queue.bufferCapacity < 1 << 20)
    }

    @Test("The memory that a large pipeline needed is released")
    func room() {
        var queue = OutputQueue()
        let command = command([(.string, String(repeating: "v", count: 1000))])
        for _ in 0..<20_000 { queue.append(command) }
        #expect(queue.bufferCapacity > 10 << 20)
        let count = queue.count
        _ = queue.send { _ in count }
        #expect(queue.isEmpty)
        #expect(queue.bufferCapacity <= 1 << 20)
    }

    @Test("A trim releases a buffer that was not needed since the last one, and keeps one that was")
    func trim() {
        var queue = OutputQueue()
        let command = command([(.string, String(repeating: "v", count: 1000))])
        func burst(_ commands: Int) {
            for _ in 0..<commands { queue.append(command) }
            _ = drain(&queue)
        }
        burst(500)
        let capacity = queue.bufferCapacity
        #expect(capacity >= 500 * 1000)
        queue.trim()
        #expect(queue.bufferCapacity == capacity, "the burst needed it")
        burst(100)
        queue.trim()
        #expect((100 * 1000..<250 * 1000).contains(queue.bufferCapacity), "it shrinks to what was needed")
        #expect(queue.holdsMuchMemory)
        queue.trim()
        #expect(queue.bufferCapacity == 0)
        #expect(!queue.holdsMuchMemory)
        burst(3)
        queue.trim()
        queue.trim()
        #expect(queue.bufferCapacity <= 4096, "a small buffer is kept")
    }

    @Test("A trim does not touch bytes that wait to be sent")
    func trimWhileWaiting() {
        var queue = OutputQueue()
        let arguments = [(Kind.string, String(repeating: "v", count: 10_000))]
        for _ in 0..<10 { queue.append(command(arguments)) }
        let first = send(&queue, 50)
        for _ in 0..<3 { queue.trim() }
        #expect(first + drain(&queue) == (0..<10).flatMap { _ in wire(arguments) })
        queue.trim()
        queue.trim()
        #expect(queue.bufferCapacity == 0)
    }
}

/// Parses a stream of bytes into commands: arrays of bulk strings, or plain lines.
///
/// It is independent of the client's own parser on purpose: a fault of the code under test must not be hidden by the
/// same fault on this side. hiredis does not read plain lines either.
package struct RequestParser {
    /// The stream is not a sequence of commands.
    package struct Malformed: Error {}

    private var buffer: [UInt8] = []
    private var start = 0

    package init() {}

    package mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next command, or `nil` when it has not come completely.
    package mutating func next() throws(Malformed) -> [[UInt8]]? {
        var cursor = start
        guard let header = line(at: &cursor) else { return nil }
        guard header.first == UInt8(ascii: "*") else {
            start = cursor
            return header.split(separator: UInt8(ascii: " ")).map(Array.init)
        }
        let count = try length(header)
        var arguments: [[UInt8]] = []
        for _ in 0..<count {
            guard let prefix = line(at: &cursor) else { return nil }
            guard prefix.first == UInt8(ascii: "$") else { throw Malformed() }
            let end = cursor + (try length(prefix))
            guard end + 2 <= buffer.count else { return nil }
            guard buffer[end] == UInt8(ascii: "\r"), buffer[end + 1] == UInt8(ascii: "\n") else { throw Malformed() }
            arguments.append(Array(buffer[cursor..<end]))
            cursor = end + 2
        }
        start = cursor
        return arguments
    }

    /// The line that begins at `cursor`, which then stands behind its end.
    private func line(at cursor: inout Int) -> ArraySlice<UInt8>? {
        guard let end = buffer[cursor...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { cursor = end + 1 }
        let text = buffer[cursor..<end]
        return text.last == UInt8(ascii: "\r") ? text.dropLast() : text
    }

    private func length(_ header: ArraySlice<UInt8>) throws(Malformed) -> Int {
        guard let length = Int(String(decoding: header.dropFirst(), as: UTF8.self)), (0...(1 << 30)).contains(length)
        else { throw Malformed() }
        return length
    }
}

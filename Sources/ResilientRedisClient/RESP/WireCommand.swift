package import RedisTransport

/// One or more encoded commands: small arguments in line, large payloads by reference.
@usableFromInline
package struct WireCommand: Sendable {
    /// The encoded bytes, from `start` to `end`; what lies around them is unused room.
    package private(set) var bytes: [UInt8]
    package var start: Int { Int(unusedBytes) }
    package private(set) var end: Int
    /// Large payloads, by ascending offset.
    package private(set) var insertions: [PayloadInsertion]
    private var unusedBytes: UInt8

    /// No command yet.
    package init() {
        self.init(bytes: [], start: 0, end: 0, insertions: [])
    }

    package init(bytes: [UInt8], start: Int, end: Int, insertions: [PayloadInsertion]) {
        self.bytes = bytes
        self.end = end
        // The room for an encoder's header, never more. Requests wait in great numbers, so they are kept small.
        unusedBytes = UInt8(start)
        self.insertions = insertions
    }

    /// How many bytes go on the wire.
    package var byteCount: Int {
        var count = end - start
        for insertion in insertions { count += insertion.count }
        return count
    }

    /// Appends another command's bytes, as a pipeline does.
    package mutating func append(_ other: WireCommand) {
        if end < bytes.count { bytes.removeSubrange(end...) }
        let shift = end - other.start
        other.bytes.withUnsafeBufferPointer {
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[other.start..<other.end]))
        }
        end = bytes.count
        for var insertion in other.insertions {
            insertion.offset += shift
            insertions.append(insertion)
        }
    }

    /// The first word of the first command, for messages. Arguments are never shown.
    package var name: String { name(at: start) }

    /// The first word of the command that begins there.
    func name(at start: Int) -> String {
        arguments(from: start, limit: 1).list.first.map { text(of: $0).uppercased() } ?? "command"
    }
}

// MARK: Reading a command back

extension WireCommand {
    /// One word of an encoded command: its name, a subcommand, a key, …
    package struct Argument: Sendable, Hashable {
        /// The place of its bytes in ``WireCommand/bytes``; empty when they are a payload kept by reference.
        package let range: Range<Int>
        /// The payload, by its place in ``WireCommand/insertions``.
        package let payload: Int?
    }

    /// Finds the words of the command that begins at an offset, and where the next command begins.
    ///
    /// - Parameter limit: The number of words after which to stop; `end` then means nothing.
    package func arguments(from start: Int, limit: Int = .max) -> (list: [Argument], end: Int) {
        var arguments: [Argument] = []
        var position = start
        /// Reads the number in a line such as `*3` or `$5` and moves the position behind the line.
        func number() -> Int? {
            guard position < end, let lineEnd = bytes[position..<end].firstIndex(of: UInt8(ascii: "\n")),
                lineEnd > position + 2
            else { return nil }
            defer { position = lineEnd + 1 }
            return Int(String(decoding: bytes[(position + 1)..<(lineEnd - 1)], as: UTF8.self))
        }
        // The array's header; then each argument is `$length CR LF bytes CR LF`.
        guard let count = number() else { return ([], end) }
        var payload = insertions.firstIndex { $0.offset >= start } ?? insertions.endIndex
        while arguments.count < min(limit, count), let length = number() {
            if payload < insertions.endIndex, insertions[payload].offset == position {
                arguments.append(Argument(range: position..<position, payload: payload))
                payload += 1
            } else {
                arguments.append(Argument(range: position..<(position + length), payload: nil))
                position += length
            }
            position += 2
        }
        return (arguments, position)
    }

    /// Gives access to the bytes of a word.
    package func withBytes<Result>(of argument: Argument, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if let payload = argument.payload { return insertions[payload].payload.withUnsafeBytes(body) }
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[argument.range])) }
    }

    /// A word as text; payloads kept by reference count as empty.
    func text(of argument: Argument) -> String { String(decoding: bytes[argument.range], as: UTF8.self) }

    /// A word in capitals when it is short enough to be a keyword; otherwise an empty text.
    func keyword(of argument: Argument) -> String {
        argument.range.count <= 32 ? text(of: argument).uppercased() : ""
    }

    /// The first words of the first command, in capitals, as far as they are short enough to be keywords.
    package func words(_ limit: Int) -> [String] {
        arguments(from: start, limit: limit).list.map(keyword)
    }
}

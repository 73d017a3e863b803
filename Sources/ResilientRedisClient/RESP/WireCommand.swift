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
        // *N CR LF $L CR LF NAME CR LF
        let lines = bytes[start..<end].split(separator: UInt8(ascii: "\n"), maxSplits: 3)
        guard lines.count > 2 else { return "command" }
        return String(decoding: lines[2].dropLast(), as: UTF8.self).uppercased()
    }
}

import FoundationEssentials

/// Looks at the structure of a binary property list before Foundation does.
///
/// Foundation reads nested arrays and dictionaries by recursion, without a bound: 100 KB are enough to end the process. What
/// the encoder writes is a tree of bounded depth, and nothing else is let through.
struct BinaryPropertyList {
    /// As deep as Foundation's JSON decoder goes.
    private static let maximumDepth = 512
    private static let trailerSize = 32

    private let bytes: UnsafeRawBufferPointer
    private let offsetSize: Int
    private let referenceSize: Int
    private let objectCount: Int
    private let top: Int
    private let tableOffset: Int

    /// Whether it is a binary property list whose containers are a tree of bounded depth.
    static func isDecodable(_ bytes: UnsafeRawBufferPointer) -> Bool {
        BinaryPropertyList(bytes)?.isShallowTree ?? false
    }

    private init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 8 + Self.trailerSize, bytes.starts(with: "bplist00".utf8) else { return nil }
        self.bytes = bytes
        let trailer = bytes.count - Self.trailerSize
        offsetSize = Int(bytes[trailer + 6])
        referenceSize = Int(bytes[trailer + 7])
        guard (1...8).contains(offsetSize), (1...8).contains(referenceSize),
            let objectCount = Self.number(bytes, trailer + 8, 8), let top = Self.number(bytes, trailer + 16, 8),
            let tableOffset = Self.number(bytes, trailer + 24, 8),
            top < objectCount, objectCount <= bytes.count, tableOffset <= trailer,
            objectCount <= (trailer - tableOffset) / offsetSize
        else { return nil }
        (self.objectCount, self.top, self.tableOffset) = (objectCount, top, tableOffset)
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ size: Int) -> Int? {
        guard offset >= 0, size <= bytes.count - offset else { return nil }
        var number: UInt64 = 0
        for index in offset..<offset + size { number = number << 8 | UInt64(bytes[index]) }
        return Int(exactly: number)
    }

    private var isShallowTree: Bool {
        // Whether an object has been seen in its container: a second time it would be no tree.
        var isSeen = [Bool](repeating: false, count: objectCount)
        var level = [top]
        for _ in 0...Self.maximumDepth {
            var next: [Int] = []
            for object in level {
                guard let members = members(of: object) else { return false }
                guard !members.isEmpty else { continue }
                guard !isSeen[object] else { return false }
                isSeen[object] = true
                next += members
            }
            if next.isEmpty { return true }
            level = next
        }
        return false
    }

    /// What an array, a set or a dictionary holds; nothing for other objects. `nil` when it does not lie within the bytes.
    private func members(of object: Int) -> [Int]? {
        guard object < objectCount,
            let offset = Self.number(bytes, tableOffset + object * offsetSize, offsetSize), offset < tableOffset
        else { return nil }
        let marker = bytes[offset]
        let references: Int
        switch marker >> 4 {
        case 0xA, 0xC: references = 1
        case 0xD: references = 2
        default: return []
        }
        var count = Int(marker & 0xF)
        var start = offset + 1
        if count == 0xF {
            guard start < tableOffset, bytes[start] >> 4 == 1 else { return nil }
            let size = 1 << Int(bytes[start] & 0xF)
            guard size <= 8, let long = Self.number(bytes, start + 1, size) else { return nil }
            count = long
            start += 1 + size
        }
        guard count <= (tableOffset - start) / (references * referenceSize) else { return nil }
        var members: [Int] = []
        members.reserveCapacity(references * count)
        for index in 0..<references * count {
            guard let member = Self.number(bytes, start + index * referenceSize, referenceSize), member < objectCount
            else { return nil }
            members.append(member)
        }
        return members
    }
}

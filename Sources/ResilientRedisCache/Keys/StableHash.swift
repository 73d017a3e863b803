import ResilientRedisClient

/// A 64-bit hash that does not change between processes, machines and versions. Not for what an adversary chooses.
///
/// Bytes may come in several pieces: the hash is that of all of them together.
package struct StableHash {
    private var hash: UInt64
    /// The bytes that do not fill a word yet, the first one lowest.
    private var word: UInt64 = 0
    private var wordBytes = 0

    /// - Parameter count: Exactly the number of bytes that will come; otherwise it is the hash of something else.
    /// - Parameter seed: 0 for what other processes are to find; for tables of this process a number that no one else knows.
    package init(count: Int, seed: UInt64 = 0) {
        hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count) ^ seed
    }

    package mutating func combine(_ text: String) {
        text.withUTF8Bytes { combine($0) }
    }

    package mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        let whole = bytes.count & ~7
        // Of the word that is not full: `next` fills it and leaves as many bytes. Shifted by one first, because a shift by
        // all of 64 bits would be one by none.
        let (filled, left) = (UInt64(8 &* wordBytes), UInt64(63 &- 8 &* wordBytes))
        var (hash, word) = (hash, word)
        var index = 0
        while index < whole {
            let next = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            hash = Self.mixed(hash ^ (word | next &<< filled))
            word = (next &>> 1) &>> left
            index &+= 8
        }
        (self.hash, self.word) = (hash, word)
        guard whole < bytes.count else { return }
        let last = UnsafeRawBufferPointer(rebasing: bytes[whole...])
        let next = Self.word(of: last)
        self.word = word | next &<< filled
        wordBytes += last.count
        guard wordBytes >= 8 else { return }
        self.hash = Self.mixed(hash ^ self.word)
        wordBytes -= 8
        self.word = next &>> (8 * (last.count - wordBytes))
    }

    /// One to seven bytes, the first one lowest. Some are read twice, which is faster than one by one.
    private static func word(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        if count >= 4 {
            let low = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
            let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            return UInt64(low) | UInt64(high) &<< (8 * (count - 4))
        }
        let middle = count / 2
        return UInt64(bytes[0]) | UInt64(bytes[middle]) &<< (8 * middle) | UInt64(bytes[count - 1])
            &<< (8 * (count - 1))
    }

    package func finalize() -> UInt64 {
        let rest = word.byteSwapped >> (64 - 8 * wordBytes)
        return Self.mixed(Self.mixed(hash ^ rest))
    }

    package static func of(_ text: String) -> UInt64 {
        var hash = StableHash(count: text.utf8.count)
        hash.combine(text)
        return hash.finalize()
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = StableHash(count: bytes.count)
        hash.combine(bytes)
        return hash.finalize()
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return value ^ (value >> 29)
    }
}

/// A large bulk string on its way in. Its bytes are copied once, to where they stay.
struct LargeString {
    private let length: Int
    private(set) var bytes: [UInt8] = []
    private var missingLineEnd = 2

    /// An announced length is only a promise: reserve no more than this for it.
    private static let greatestReservation = 4 << 20

    init(length: Int) {
        self.length = length
        bytes.reserveCapacity(min(length, Self.greatestReservation))
    }

    /// Nothing is missing, the line end included.
    var isWhole: Bool { missingLineEnd == 0 }

    /// Takes what belongs to the string, and returns how many bytes that were.
    mutating func append(_ received: UnsafeRawBufferPointer) throws(ReplyReaderError) -> Int {
        let count = min(length - bytes.count, received.count)
        bytes.append(contentsOf: received.prefix(count))
        guard bytes.count == length else { return count }
        var used = count
        while missingLineEnd > 0, used < received.count {
            guard received[used] == UInt8(ascii: missingLineEnd == 2 ? "\r" : "\n") else {
                throw ReplyReaderError(description: "a string is longer than was announced")
            }
            missingLineEnd -= 1
            used += 1
        }
        return used
    }
}

import RedisTransport
public import FoundationEssentials

/// Builds one command in the form that goes on the wire: an array of bulk strings.
///
/// The array's header is written last, into room kept free at the front, so that arguments can be appended without
/// knowing their number. Payloads of ``largePayload`` bytes and more are kept by reference and never copied here.
public struct RESPEncoder: Sendable {
    /// Payloads of at least this many bytes are sent from where they are.
    static let largePayload = 16 * 1024
    /// Room for `*`, thirteen digits and the line end.
    static let headerRoom = 16
    /// Room for `$`, twenty characters of a number and the line end.
    static let lineRoom = 24
    /// Room for the header, a short name and a key or two: most commands need one allocation.
    static let initialCapacity = 112
    /// A copy of it costs a quarter of what `Array(repeating:count:)` does, which looks its type up for each.
    private static let emptyRoom = [UInt8](repeating: 0, count: initialCapacity)

    /// All of it is initialised; what was written ends at `end`. Writing into room that is there costs a fraction of
    /// appending, which checks and counts each time.
    private var bytes: [UInt8]
    private var end = Self.headerRoom
    private var insertions: [PayloadInsertion] = []
    /// How many arguments were appended so far, the command's name included.
    public private(set) var argumentCount = 0
    /// An argument has not the form that the server demands (an empty list, a negative count): the typed command is
    /// refused before it is sent.
    @usableFromInline package var isMalformed = false

    /// Starts a command with its name, which may consist of several words (`CLIENT INFO`).
    public init(_ name: String) {
        self.init()
        if name.utf8.contains(UInt8(ascii: " ")) {
            for word in name.split(separator: " ") { append(String(word)) }
        } else {
            append(name)
        }
    }

    /// Starts an empty command whose first argument will be its name.
    public init() {
        bytes = Self.emptyRoom.withUnsafeBufferPointer { Array($0) }
    }

    /// Appends any encodable value.
    @inlinable
    public mutating func append(_ value: some RESPEncodable) { value.encode(into: &self) }

    /// Appends a string as one argument.
    public mutating func append(_ string: String) {
        let count = string.utf8.count
        if count >= Self.largePayload {
            insert(.string(string), count: count)
        } else {
            string.withUTF8Bytes { appendBulk($0) }
        }
    }

    /// Appends a string of the program's text as one argument.
    public mutating func append(_ string: StaticString) {
        string.withUTF8Buffer { appendBulk(UnsafeRawBufferPointer($0)) }
    }

    /// Appends three strings as one argument, without putting them together first.
    package mutating func append(joining first: String, _ second: String, _ third: String) {
        let count = first.utf8.count + second.utf8.count + third.utf8.count
        guard count < Self.largePayload else { return append(first + second + third) }
        appendBulk(count: count) { room in
            var end = first.withUTF8Bytes { room.write($0, at: 0) }
            end = second.withUTF8Bytes { room.write($0, at: end) }
            _ = third.withUTF8Bytes { room.write($0, at: end) }
        }
    }

    /// Appends raw bytes as one argument.
    public mutating func append(_ payload: [UInt8]) {
        if payload.count >= Self.largePayload {
            insert(.bytes(payload), count: payload.count)
        } else {
            payload.withUnsafeBytes { appendBulk($0) }
        }
    }

    /// Appends raw bytes as one argument.
    public mutating func append(_ payload: Data) {
        if payload.count >= Self.largePayload {
            insert(.data(payload), count: payload.count)
        } else {
            payload.withUnsafeBytes { appendBulk($0) }
        }
    }

    /// Appends an integer's decimal digits as one argument.
    public mutating func append(_ number: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            let digits = UnsafeMutableRawBufferPointer(digits)
            let count = digits.writeDecimal(number, at: 0)
            appendBulk(UnsafeRawBufferPointer(rebasing: digits[..<count]))
        }
    }

    private mutating func appendBulk(_ payload: UnsafeRawBufferPointer) {
        appendBulk(count: payload.count) { $0.copyMemory(from: payload) }
    }

    /// Appends an argument of some bytes, which `body` writes.
    @inline(__always)
    private mutating func appendBulk(count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Void) {
        argumentCount += 1
        write(atMost: count + Self.lineRoom + 2) { room in
            let start = room.writeLine("$", count, at: 0)
            body(UnsafeMutableRawBufferPointer(rebasing: room[start...]))
            return room.writeLineEnd(at: start + count)
        }
    }

    private mutating func insert(_ payload: Payload, count: Int) {
        argumentCount += 1
        write(atMost: Self.lineRoom) { $0.writeLine("$", count, at: 0) }
        insertions.append(PayloadInsertion(offset: end, payload: payload, count: count))
        write(atMost: 2) { $0.writeLineEnd(at: 0) }
    }

    /// Gives `body` room for some bytes; it returns how many it has written.
    @inline(__always)
    private mutating func write(atMost count: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) {
        if bytes.count - end < count { grow(by: count) }
        end += bytes.withUnsafeMutableBytes { body(UnsafeMutableRawBufferPointer(rebasing: $0[end...])) }
    }

    @inline(never)
    private mutating func grow(by count: Int) {
        var larger = [UInt8](repeating: 0, count: max(2 * bytes.count, end + count))
        larger.withUnsafeMutableBytes { $0.copyBytes(from: bytes[..<end]) }
        bytes = larger
    }

    /// Writes the array header and returns the finished bytes.
    package consuming func finish() -> WireCommand { takeWireCommand() }

    /// Writes the array header and returns the finished bytes; the encoder is spent afterwards.
    ///
    /// It mutates instead of consuming, for the hot path: the optimiser does not always prove a consumed array
    /// unshared, and then writing the header copies every byte.
    @usableFromInline
    package mutating func takeWireCommand() -> WireCommand {
        let count = argumentCount
        let start = bytes.withUnsafeMutableBytes { bytes in
            let start = Self.headerRoom - 3 - count.digitCount
            _ = bytes.writeLine("*", count, at: start)
            return start
        }
        // Taken out, so that it has one owner: the optimiser does not see that the encoder goes away.
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return WireCommand(bytes: taken, start: start, end: end, insertions: insertions)
    }
}

/// Writing in the protocol's form. All functions return where what they have written ends.
extension UnsafeMutableRawBufferPointer {
    @inline(__always)
    fileprivate func write(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int {
        UnsafeMutableRawBufferPointer(rebasing: self[start...]).copyMemory(from: bytes)
        return start + bytes.count
    }

    @inline(__always)
    fileprivate func writeLine(_ marker: Unicode.Scalar, _ number: Int, at start: Int) -> Int {
        self[start] = UInt8(ascii: marker)
        return writeLineEnd(at: writeDecimal(number, at: start + 1))
    }

    @inline(__always)
    fileprivate func writeLineEnd(at start: Int) -> Int {
        self[start] = UInt8(ascii: "\r")
        self[start + 1] = UInt8(ascii: "\n")
        return start + 2
    }

    @inline(__always)
    fileprivate func writeDecimal(_ number: Int, at start: Int) -> Int {
        guard !(0..<10).contains(number) else {
            self[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)
            return start + 1
        }
        return writeLongDecimal(number, at: start)
    }

    private func writeLongDecimal(_ number: Int, at start: Int) -> Int {
        var first = start
        if number < 0 {
            self[first] = UInt8(ascii: "-")
            first += 1
        }
        let end = first + number.digitCount
        var magnitude = number.magnitude
        for position in (first..<end).reversed() {
            self[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
            magnitude /= 10
        }
        return end
    }
}

extension Int {
    /// How many digits it has, its sign not counted.
    fileprivate var digitCount: Int {
        var count = 1
        var rest = magnitude / 10
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }
}

public import FoundationEssentials

/// Builds one command in the form that goes on the wire: an array of bulk strings.
///
/// The array's header stands in room kept free at the front and is rewritten with every argument, so that arguments can
/// be appended without knowing their number. Payloads of 16 KiB and more are kept by reference and never copied here.
public struct RESPEncoder: Sendable {
    /// Payloads of at least this many bytes are sent from where they are.
    private static let largePayload = 16 * 1024
    /// Room for `*`, thirteen digits and the line end.
    private static let headerRoom = 16
    /// `$`, at most nineteen digits and two line ends.
    private static let bulkOverhead = 24

    private var bytes: [UInt8]
    private var start = headerRoom
    private var insertions: [PayloadInsertion] = []
    /// How many arguments were appended so far, the command's name included.
    public private(set) var argumentCount = 0

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
        bytes = Array(unsafeUninitializedCapacity: 112) { buffer, count in
            buffer[..<Self.headerRoom].initialize(repeating: 0)
            count = Self.headerRoom
        }
    }

    /// Appends any encodable value.
    @inlinable
    public mutating func append(_ value: some RESPEncodable) { value.encode(into: &self) }

    /// Appends a string as one argument.
    public mutating func append(_ string: String) {
        var string = string
        let count = string.utf8.count
        if count >= Self.largePayload {
            insert(.string(string), count: count)
        } else {
            string.withUTF8 { appendBulk(UnsafeRawBufferPointer($0)) }
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
            let count = digits.writeDecimal(number)
            appendBulk(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(digits).prefix(count)))
        }
    }

    /// Assembles the argument on the stack, so that the array grows once.
    private mutating func appendBulk(_ payload: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: payload.count + Self.bulkOverhead) { bulk in
            var end = bulk.writeBulkHeader(payload.count)
            UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(bulk)[end...]).copyMemory(from: payload)
            end += payload.count
            end += bulk.writeLineEnd(at: end)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bulk[..<end]))
        }
        countArgument()
    }

    private mutating func insert(_ payload: Payload, count: Int) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.bulkOverhead) { bulk in
            let end = bulk.writeBulkHeader(count)
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bulk[..<end]))
        }
        insertions.append(PayloadInsertion(offset: bytes.count, payload: payload, count: count))
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
        countArgument()
    }

    /// Rewrites the array's header.
    private mutating func countArgument() {
        argumentCount += 1
        if argumentCount > 1, argumentCount < 10 {
            bytes[Self.headerRoom - 3] = UInt8(ascii: "0") + UInt8(argumentCount)
            return
        }
        let count = argumentCount
        start = bytes.withUnsafeMutableBufferPointer { buffer in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
                let length = digits.writeDecimal(count)
                let start = Self.headerRoom - length - 3
                buffer[start] = UInt8(ascii: "*")
                for index in 0..<length { buffer[start + 1 + index] = digits[index] }
                buffer[Self.headerRoom - 2] = UInt8(ascii: "\r")
                buffer[Self.headerRoom - 1] = UInt8(ascii: "\n")
                return start
            }
        }
    }

    /// The finished bytes.
    package consuming func finish() -> WireCommand {
        WireCommand(bytes: bytes, start: start, insertions: insertions)
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Writes `$`, the length and a line end at the front. Returns how many bytes that took.
    fileprivate func writeBulkHeader(_ length: Int) -> Int {
        self[0] = UInt8(ascii: "$")
        let digits = UnsafeMutableBufferPointer(rebasing: self[1...]).writeDecimal(length)
        return 1 + digits + writeLineEnd(at: 1 + digits)
    }

    fileprivate func writeLineEnd(at index: Int) -> Int {
        self[index] = UInt8(ascii: "\r")
        self[index + 1] = UInt8(ascii: "\n")
        return 2
    }

    /// Writes the number's digits at the front and returns how many there are. The buffer must hold 20.
    fileprivate func writeDecimal(_ number: Int) -> Int {
        if 0..<10 ~= number {
            self[0] = UInt8(ascii: "0") + UInt8(number)
            return 1
        }
        var magnitude = number.magnitude
        var end = 20
        repeat {
            end -= 1
            self[end] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
            magnitude /= 10
        } while magnitude > 0
        if number < 0 {
            end -= 1
            self[end] = UInt8(ascii: "-")
        }
        let count = 20 - end
        if end > 0 { for index in 0..<count { self[index] = self[end + index] } }
        return count
    }
}

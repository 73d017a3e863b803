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
    /// Room for the header, a short name and a key or two: most commands need one allocation.
    static let initialCapacity = 112

    private var bytes: [UInt8]
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
        bytes = []
        bytes.reserveCapacity(Self.initialCapacity)
        // One copy of constant size; `repeatElement` appends byte by byte.
        withUnsafeBytes(of: (0, 0) as (UInt64, UInt64)) { bytes.append(contentsOf: $0) }
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

    private mutating func appendBulk(_ payload: UnsafeRawBufferPointer) {
        argumentCount += 1
        guard payload.count < 100 else {
            appendHeader(UInt8(ascii: "$"), payload.count)
            bytes.append(contentsOf: payload)
            appendLineEnd()
            return
        }
        // Short arguments are put together on the stack, so that the array grows once instead of six times.
        withUnsafeTemporaryAllocation(byteCount: 107, alignment: 1) { line in
            var end = 0
            func put(_ byte: UInt8) {
                line[end] = byte
                end += 1
            }
            put(UInt8(ascii: "$"))
            if payload.count >= 10 { put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: payload.count / 10)) }
            put(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: payload.count % 10))
            put(UInt8(ascii: "\r"))
            put(UInt8(ascii: "\n"))
            UnsafeMutableRawBufferPointer(rebasing: line[end...]).copyMemory(from: payload)
            end += payload.count
            put(UInt8(ascii: "\r"))
            put(UInt8(ascii: "\n"))
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: line[..<end]))
        }
    }

    private mutating func insert(_ payload: Payload, count: Int) {
        appendHeader(UInt8(ascii: "$"), count)
        insertions.append(PayloadInsertion(offset: bytes.count, payload: payload, count: count))
        appendLineEnd()
        argumentCount += 1
    }

    private mutating func appendHeader(_ marker: UInt8, _ number: Int) {
        bytes.append(marker)
        if number < 10 {
            bytes.append(UInt8(ascii: "0") + UInt8(number))
        } else {
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
                let count = digits.writeDecimal(number)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits.prefix(count)))
            }
        }
        appendLineEnd()
    }

    private mutating func appendLineEnd() {
        bytes.append(UInt8(ascii: "\r"))
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes the array header and returns the finished bytes.
    package consuming func finish() -> WireCommand { takeWireCommand() }

    /// Writes the array header and returns the finished bytes; the encoder is spent afterwards.
    ///
    /// It mutates instead of consuming, for the hot path: the optimiser does not always prove a consumed array
    /// unshared, and then writing the header copies every byte.
    @usableFromInline
    package mutating func takeWireCommand() -> WireCommand {
        let start = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            let count = digits.writeDecimal(argumentCount)
            let start = Self.headerRoom - count - 3
            bytes[start] = UInt8(ascii: "*")
            for index in 0..<count { bytes[start + 1 + index] = digits[index] }
            bytes[start + 1 + count] = UInt8(ascii: "\r")
            bytes[start + 2 + count] = UInt8(ascii: "\n")
            return start
        }
        return WireCommand(bytes: bytes, start: start, insertions: insertions)
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    /// Writes the number's digits at the front and returns how many there are. The buffer must hold 20.
    fileprivate func writeDecimal(_ number: Int) -> Int {
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

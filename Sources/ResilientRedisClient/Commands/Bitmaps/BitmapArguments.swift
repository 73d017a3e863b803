/// A range of a string, both ends included; negative positions count from the end.
public struct RedisBitRange: Sendable, Hashable, RESPEncodable {
    private let from: Int
    private let to: Int?
    private let unit: String?

    private init(from: Int, to: Int?, unit: String?) {
        self.from = from
        self.to = to
        self.unit = unit
    }

    /// The bytes between two positions.
    public static func bytes(from: Int, to: Int = -1) -> RedisBitRange { RedisBitRange(from: from, to: to, unit: nil) }

    /// The bits between two positions (Redis 7.0 or later).
    public static func bits(from: Int, to: Int = -1) -> RedisBitRange { RedisBitRange(from: from, to: to, unit: "BIT") }

    /// Appends the range's words.
    public func encode(into encoder: inout RESPEncoder) {
        encoder.append(from)
        encoder.append(to)
        encoder.append(unit)
    }
}

/// How `BITOP` joins the bits of strings.
public struct RedisBitOperation: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// 1 where all strings have a 1.
    public static let and = RedisBitOperation("AND")
    /// 1 where any string has a 1.
    public static let or = RedisBitOperation("OR")
    /// 1 where an odd number of strings has a 1.
    public static let xor = RedisBitOperation("XOR")
    /// The opposite of the only string.
    public static let not = RedisBitOperation("NOT")

    /// Appends the operation's word.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// One step of `BITFIELD`.
public struct RedisBitfieldOperation: Sendable, Hashable, RESPEncodable {
    /// The width and sign of an integer.
    public struct Width: Sendable, Hashable {
        let word: String

        /// With a sign, of 1 to 64 bits.
        public static func signed(_ bits: Int) -> Width { Width(word: "i\(bits)") }
        /// Without a sign, of 1 to 63 bits.
        public static func unsigned(_ bits: Int) -> Width { Width(word: "u\(bits)") }
    }

    /// What becomes of a number that has no room.
    public struct Overflow: Sendable, Hashable {
        let word: String

        /// It wraps around, which is the default.
        public static let wrap = Overflow(word: "WRAP")
        /// It becomes the nearest number that has room.
        public static let saturate = Overflow(word: "SAT")
        /// It is not stored; the result is `nil`.
        public static let fail = Overflow(word: "FAIL")
    }

    private let words: [String]

    private init(_ words: [String]) { self.words = words }

    /// Reads the integer at an offset in bits.
    public static func get(_ width: Width, at offset: Int) -> RedisBitfieldOperation {
        RedisBitfieldOperation(["GET", width.word, "\(offset)"])
    }

    /// Stores an integer at an offset in bits; the result is the one before.
    public static func set(_ width: Width, at offset: Int, _ value: Int) -> RedisBitfieldOperation {
        RedisBitfieldOperation(["SET", width.word, "\(offset)", "\(value)"])
    }

    /// Adds to the integer at an offset in bits; the result is the new one.
    public static func add(_ width: Width, at offset: Int, _ amount: Int) -> RedisBitfieldOperation {
        RedisBitfieldOperation(["INCRBY", width.word, "\(offset)", "\(amount)"])
    }

    /// Sets what the steps behind it do with numbers that have no room. It has no result of its own.
    public static func overflow(_ overflow: Overflow) -> RedisBitfieldOperation {
        RedisBitfieldOperation(["OVERFLOW", overflow.word])
    }

    /// Appends the step's words.
    public func encode(into encoder: inout RESPEncoder) {
        for word in words { encoder.append(word) }
    }
}

extension Int {
    /// Reads a position, -1 meaning none.
    @usableFromInline
    static func position(_ value: RESPValue) throws(RESPDecodingError) -> Int? {
        let position = try Int(resp: value)
        return position < 0 ? nil : position
    }
}

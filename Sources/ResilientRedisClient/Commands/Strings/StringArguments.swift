public import FoundationEssentials

/// When a key shall expire, for commands that set a value and its expiry in one step.
public struct RedisExpiration: Sendable, Hashable {
    @usableFromInline
    enum Form: Sendable, Hashable {
        case never
        case unchanged
        case after(Duration)
        case at(Date)
    }

    @usableFromInline let form: Form

    @usableFromInline
    init(_ form: Form) { self.form = form }

    /// The key does not expire; an expiry that it has is removed.
    @inlinable public static var never: RedisExpiration { RedisExpiration(.never) }

    /// The key keeps the expiry that it has, if any.
    @inlinable public static var unchanged: RedisExpiration { RedisExpiration(.unchanged) }

    /// The key expires after this time, rounded up to whole milliseconds.
    ///
    /// The server refuses a time that is not positive or too long for it.
    @inlinable
    public static func `in`(_ duration: Duration) -> RedisExpiration { RedisExpiration(.after(duration)) }

    /// The key expires at this time by the server's clock, to the nearest millisecond.
    @inlinable
    public static func at(_ date: Date) -> RedisExpiration { RedisExpiration(.at(date)) }
}

extension RedisExpiration {
    /// The words that `SET` has for it: `SET` on its own takes an expiry away.
    @usableFromInline
    struct ForSet: RESPEncodable {
        @usableFromInline let expiration: RedisExpiration

        @usableFromInline
        init(_ expiration: RedisExpiration) { self.expiration = expiration }

        @usableFromInline
        func encode(into encoder: inout RESPEncoder) {
            switch expiration.form {
            case .never: break
            case .unchanged: encoder.append("KEEPTTL")
            case .after, .at: expiration.encodeTime(into: &encoder)
            }
        }
    }

    /// The words that `GETEX` has for it: `GETEX` on its own leaves an expiry as it is.
    @usableFromInline
    struct ForGet: RESPEncodable {
        @usableFromInline let expiration: RedisExpiration

        @usableFromInline
        init(_ expiration: RedisExpiration) { self.expiration = expiration }

        @usableFromInline
        func encode(into encoder: inout RESPEncoder) {
            switch expiration.form {
            case .never: encoder.append("PERSIST")
            case .unchanged: break
            case .after, .at: expiration.encodeTime(into: &encoder)
            }
        }
    }

    private func encodeTime(into encoder: inout RESPEncoder) {
        switch form {
        case .after(let duration):
            encoder.append("PX")
            encoder.append(WholeMilliseconds(duration).count)
        case .at(let date):
            encoder.append("PXAT")
            encoder.append(WholeMilliseconds(date).count)
        case .never, .unchanged: break
        }
    }
}

/// A condition under which `SET` stores its value.
public struct RedisSetCondition: Sendable, Hashable, RESPEncodable {
    @usableFromInline let word: String

    @usableFromInline
    init(word: String) { self.word = word }

    /// Only when the key does not exist (`NX`).
    @inlinable public static var ifAbsent: RedisSetCondition { RedisSetCondition(word: "NX") }

    /// Only when the key exists (`XX`).
    @inlinable public static var ifPresent: RedisSetCondition { RedisSetCondition(word: "XX") }

    /// Appends the condition's word.
    @inlinable
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// Where two values have the bytes of their longest common sequence (`LCS` with `IDX`).
public struct RedisCommonSequence: Sendable, Hashable, RESPDecodable {
    /// Bytes that both values have in a row.
    public struct Match: Sendable, Hashable, RESPDecodable {
        /// Their positions in the first value.
        public let first: ClosedRange<Int>
        /// Their positions in the second value.
        public let second: ClosedRange<Int>

        /// Reads two ranges and the length.
        public init(resp value: RESPValue) throws(RESPDecodingError) {
            guard let parts = value.elements, parts.count >= 2 else {
                throw RESPDecodingError(expected: Self.self, received: value)
            }
            let (first, second) = (try [Int](resp: parts[0]), try [Int](resp: parts[1]))
            guard first.count == 2, second.count == 2, first[0] <= first[1], second[0] <= second[1] else {
                throw RESPDecodingError(expected: Self.self, unreadable: value)
            }
            self.first = first[0]...first[1]
            self.second = second[0]...second[1]
        }
    }

    /// The matches, the last one first.
    public let matches: [Match]
    /// The length of the whole sequence.
    public let length: Int

    /// Reads the matches and the length.
    public init(resp value: RESPValue) throws(RESPDecodingError) {
        let fields = try RedisReplyFields(value, of: Self.self)
        matches = try fields.value("matches")
        length = try fields.value("len")
    }
}

/// What the client knows about a command beside its name.
@usableFromInline
package struct CommandInfo: Sendable, Hashable {
    @usableFromInline package let traits: RedisCommandTraits
    @usableFromInline package let keys: KeySpecification
    @usableFromInline package let blocks: BlockingTimePosition
    /// The least number of words that the server accepts, the name's words included; 0 when that is not known.
    @usableFromInline package let minimumWords: Int8

    @inlinable
    package init(
        _ traits: RedisCommandTraits, keys: KeySpecification = .none, blocks: BlockingTimePosition = .none,
        minimumWords: Int8 = 0
    ) {
        self.traits = traits
        self.keys = keys
        self.blocks = blocks
        self.minimumWords = minimumWords
    }

    /// A command that is not in the table: it may change anything, and no keys of it are known.
    package static let unknown = CommandInfo(.write, keys: .unknown)
}

/// Where a command's keys are among its words. Word 0 is the command's name.
@usableFromInline
package enum KeySpecification: Sendable, Hashable {
    /// Nothing is known of the command's keys.
    case unknown
    /// The command has no keys.
    case none
    /// Every `step`th word from `first` to `last`; a negative `last` counts from the end, -1 is the last word.
    case range(first: Int8, last: Int8, step: Int8)
    /// The word at a position says how many keys follow it.
    case counted(at: Int8)
    /// The word at a position says how many pairs of a key and a value follow it (`MSETEX`).
    case countedPairs(at: Int8)
    /// Word 1, and the keys behind the number at position 2 (`ZUNIONSTORE`).
    case destinationAndCounted
    /// Word 1, and what follows the options `STORE` and `STOREDIST`, which begin at a position (`SORT`, `GEORADIUS`).
    case firstAndStored(from: Int8)
    /// The first half of the words behind the option `STREAMS` (`XREAD`).
    case streams
    /// Word 3, or all words behind the option `KEYS` when word 3 is empty (`MIGRATE`).
    case migrated

    @inlinable package static var first: Self { .range(first: 1, last: 1, step: 1) }
    @inlinable package static var second: Self { .range(first: 2, last: 2, step: 1) }
    /// All words behind the command's name.
    @inlinable package static var all: Self { .range(first: 1, last: -1, step: 1) }
    /// Keys and values by turns.
    @inlinable package static var pairs: Self { .range(first: 1, last: -1, step: 2) }
    @inlinable package static func range(_ first: Int8, _ last: Int8) -> Self {
        .range(first: first, last: last, step: 1)
    }
}

/// Where a command says how long the server may delay its reply.
@usableFromInline
package enum BlockingTimePosition: Sendable, Hashable {
    @usableFromInline
    package enum Unit: Sendable, Hashable {
        case seconds
        case milliseconds
    }

    /// The command never blocks.
    case none
    /// In the word behind its name.
    case first(Unit)
    /// In its last word.
    case last(Unit)
    /// Behind the option `BLOCK`, in milliseconds. Without that option the command does not block.
    case option
}

/// How long the server may delay the reply of a blocking command, by what the command says itself.
package enum BlockingTime: Sendable, Hashable {
    /// At most this long. The client's own deadline has to be longer.
    case atMost(Duration)
    /// Without limit.
    case unlimited
}

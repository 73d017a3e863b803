/// What the client needs to know about a command to treat it safely.
///
/// The client knows the traits of the server's own commands by name. State them for commands that it does not know,
/// such as those of a module:
///
/// ```swift
/// let command = RedisCommand<String?>(encoder, traits: .readOnly)
/// ```
public struct RedisCommandTraits: Sendable, Hashable, ExpressibleByArrayLiteral {
    @usableFromInline package var bits: UInt16

    @inlinable
    package init(bit: UInt16) { bits = 1 << bit }

    /// Makes a set of all traits in the list.
    @inlinable
    public init(arrayLiteral elements: RedisCommandTraits...) {
        bits = 0
        for element in elements { bits |= element.bits }
    }

    /// The command changes nothing: it may be sent a second time after a lost connection.
    @inlinable public static var readOnly: RedisCommandTraits { RedisCommandTraits(bit: 0) }
    /// The server may delay the reply on purpose (`BLPOP`): the command gets a connection of its own.
    @inlinable public static var blocking: RedisCommandTraits { RedisCommandTraits(bit: 1) }
    /// The command changes the connection's own state (`SELECT`, `MULTI`, `WATCH`): it needs a leased connection, which
    /// is closed afterwards.
    @inlinable public static var connectionState: RedisCommandTraits { RedisCommandTraits(bit: 2) }

    /// Returns whether all traits of another set belong to this one.
    @inlinable
    public func contains(_ other: RedisCommandTraits) -> Bool { bits & other.bits == other.bits }
}

// What only the library states.
extension RedisCommandTraits {
    /// The command would break the order of replies (`CLIENT REPLY`, `MONITOR`, `SUBSCRIBE`): it is refused.
    @inlinable package static var unsupported: RedisCommandTraits { RedisCommandTraits(bit: 3) }
    /// The command watches keys until another one ends that (`WATCH`).
    @inlinable package static var watch: RedisCommandTraits { RedisCommandTraits(bit: 4) }
    /// The command ends what `watch` began (`EXEC`, `UNWATCH`).
    @inlinable package static var endsWatch: RedisCommandTraits { RedisCommandTraits(bit: 5) }
    /// The command may have changed something before it failed (`EVAL`): not every error reply is a refusal.
    @inlinable package static var mayFailHalfway: RedisCommandTraits { RedisCommandTraits(bit: 6) }

    /// The command has not the form that the server demands, so that it is refused before it is sent: a list that must
    /// not be empty is, or a number is negative.
    @inlinable package static var malformed: RedisCommandTraits { [.unsupported, RedisCommandTraits(bit: 8)] }

    /// A command that may change something, without further traits.
    @inlinable package static var write: RedisCommandTraits { [] }
    /// What cannot go over a connection that all tasks share.
    package static var notShareable: RedisCommandTraits { [.blocking, .connectionState, .unsupported] }
}

extension RedisCommandTraits {
    package func isDisjoint(with other: RedisCommandTraits) -> Bool { bits & other.bits == 0 }
    package func isSuperset(of other: RedisCommandTraits) -> Bool { contains(other) }

    package func intersection(_ other: RedisCommandTraits) -> RedisCommandTraits {
        var result = self
        result.bits &= other.bits
        return result
    }

    package func subtracting(_ other: RedisCommandTraits) -> RedisCommandTraits {
        var result = self
        result.bits &= ~other.bits
        return result
    }

    package mutating func insert(_ other: RedisCommandTraits) { bits |= other.bits }
    @inlinable package mutating func formUnion(_ other: RedisCommandTraits) { bits |= other.bits }
    package mutating func remove(_ other: RedisCommandTraits) { bits &= ~other.bits }
}

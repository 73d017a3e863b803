/// The name of a typed command and what the client knows about it.
///
/// Typed commands name theirs (`RedisCommand(.get, key)`). The names are constants that the compiler folds into the
/// caller, so that sending a typed command looks nothing up. `scripts/generate` makes them from the servers' own tables. The commands without a typed form are rows of
/// ``CommandTable``.
@usableFromInline
package struct CommandName: Sendable {
    @usableFromInline package let word: StaticString
    @usableFromInline package let subcommand: StaticString?
    @usableFromInline package let info: CommandInfo

    @inlinable
    init(
        _ word: StaticString, _ traits: RedisCommandTraits, _ keys: KeySpecification = .none,
        blocks: BlockingTimePosition = .none, words: Int8
    ) {
        self.word = word
        subcommand = nil
        info = CommandInfo(traits, keys: keys, blocks: blocks, minimumWords: words)
    }

    @inlinable
    init(
        _ word: StaticString, _ subcommand: StaticString, _ traits: RedisCommandTraits,
        _ keys: KeySpecification = .none, words: Int8
    ) {
        self.word = word
        self.subcommand = subcommand
        info = CommandInfo(traits, keys: keys, minimumWords: words)
    }

    /// Both words.
    package var text: String { subcommand.map { "\(word) \($0)" } ?? word.description }
}

extension CommandName {
    /// The commands that have a typed form, as the generator knows them.
    package static let typed: [CommandName] = typedAtoL + typedMtoZ
}

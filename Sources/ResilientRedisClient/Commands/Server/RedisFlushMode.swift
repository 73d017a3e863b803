/// How the server frees the memory of what it deletes.
public struct RedisFlushMode: Sendable, Hashable, RESPEncodable {
    private let word: String

    private init(_ word: String) { self.word = word }

    /// Before it answers, serving nobody else meanwhile.
    public static let sync = RedisFlushMode("SYNC")
    /// In the background.
    public static let async = RedisFlushMode("ASYNC")

    /// Appends the mode's word.
    public func encode(into encoder: inout RESPEncoder) { encoder.append(word) }
}

/// The random numbers that a cache keeps in Redis, as epochs and stamps of tags.
enum CacheStamp {
    /// A number that was never used before. Never 0.
    static func random() -> UInt64 { UInt64.random(in: 1...UInt64.max) }

    /// Reads one. `nil` for what is none, which is replaced.
    static func read(_ bytes: [UInt8]?) -> UInt64? {
        guard let bytes, let number = UInt64(String(decoding: bytes, as: UTF8.self)), number != 0 else { return nil }
        return number
    }
}

/// What a value is stored with, taken before its load.
struct CacheStamps: Sendable {
    var epoch: UInt64
    var tags: [TagStamp]
}

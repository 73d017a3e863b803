import ResilientRedisClient

/// The random numbers that a cache keeps in Redis, as epochs and stamps of tags.
enum CacheStamp {
    /// A number that was never used before. Never 0.
    static func random() -> UInt64 { UInt64.random(in: 1...UInt64.max) }

    /// How long the stamp of a tag is kept, so that tags which no one uses any more do not fill Redis. A stamp that is gone
    /// is replaced by a new one, which only makes values count as none.
    static let tagLife = Duration.seconds(30 * 86_400)

    /// One of so many writes prolongs the life of its tags: each is a change that in-process levels hear of; and the more
    /// values a tag has, the surer it is prolonged.
    static let writesPerProlongation: UInt64 = 256

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

    /// Whether something was invalidated between the one and the other.
    func contradicts(_ other: CacheStamps) -> Bool {
        if epoch != other.epoch { return true }
        if tags == other.tags { return false }
        return tags.contains { tag in other.tags.contains { $0.check == tag.check && $0.stamp != tag.stamp } }
    }
}

import ResilientRedisClient
import FoundationEssentials

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension RedisCache.RefreshAhead {
    var isByChance: Bool { if case .byLoadCost = rule { true } else { false } }

    /// Whether a value that may still be served is to be loaded again.
    ///
    /// - Parameters:
    ///   - remaining: How much of its time to live is left.
    ///   - ttl: Its whole time to live.
    ///   - cost: How long its load took.
    ///   - random: A number from 0 up to 1.
    package func isDue(remaining: Duration, ttl: Duration, cost: Duration, random: Double) -> Bool {
        switch rule {
        case .never: false
        case .inLast(let fraction): remaining <= ttl * fraction
        // Optimal probabilistic cache stampede prevention (Vattani, Chierichetti, Lowenstein).
        case .byLoadCost(let beta): remaining < cost * (-beta * log(1 - random))
        }
    }
}

/// How long the server may hold back the reply of a blocking command, by what the command says itself.
package enum BlockingTime: Sendable, Hashable {
    /// At most this long. The client's own deadline has to be longer.
    case atMost(Duration)
    /// Without limit.
    case unlimited
}

extension WireCommand {
    /// The time that a command of the trait ``RedisCommandTraits/blocking`` gives the server, whether it is a typed one
    /// or not. A time that does not parse counts as none: the server refuses it at once.
    package var blockingTime: BlockingTime {
        let words = words(.max)
        return switch words.first {
        case "BLPOP", "BRPOP", "BZPOPMIN", "BZPOPMAX", "BLMOVE", "BRPOPLPUSH": Self.time(words.last, in: .seconds(1))
        case "BLMPOP", "BZMPOP": Self.time(words.dropFirst().first, in: .seconds(1))
        case "WAIT", "WAITAOF": Self.time(words.last, in: .milliseconds(1))
        case "XREAD", "XREADGROUP": Self.time(streamBlockingTime, in: .milliseconds(1))
        default: .atMost(.zero)
        }
    }

    private static func time(_ word: String?, in unit: Duration) -> BlockingTime {
        guard let word, let count = Double(word), count >= 0 else { return .atMost(.zero) }
        // Far above any sensible wait, and far below where the multiplication would overflow.
        return count == 0 || count > 1e12 ? .unlimited : .atMost(unit * count)
    }
}

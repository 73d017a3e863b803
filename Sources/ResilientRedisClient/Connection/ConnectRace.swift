package import RedisTransport

/// Decides when to connect to which address of a host, as RFC 8305 ("Happy Eyeballs") says.
///
/// The addresses alternate between IPv6 and IPv4. The next attempt starts as soon as one fails, or 250 ms after the last
/// one started; earlier attempts go on meanwhile. The first attempt that connects wins, and the others are closed.
package struct ConnectRace {
    package enum Action: Hashable {
        /// Start connecting to this address.
        case connect(String)
        /// Close the socket of this attempt: there are too many others.
        case abandon(String)
        /// Every attempt has failed. Final.
        case fail
    }

    private enum State {
        /// Attempts are under way or still to be started. Becomes `won` or `lost`.
        case running
        /// An attempt has connected. Final.
        case won
        /// All addresses were tried in vain. Final.
        case lost
    }

    private var state = State.running
    private var waiting: ArraySlice<String>
    /// The attempts under way, the oldest first.
    private var open: [String] = []
    private var failures: [(address: String, reason: String)] = []
    private var dueTime: MonotonicTime
    private let delay: Duration

    /// The delay that RFC 8305 recommends between two attempts.
    private static let recommendedDelay = Duration.milliseconds(250)
    /// The shortest delay that RFC 8305 permits.
    private static let minimumDelay = Duration.milliseconds(10)
    /// No more sockets than this are open at once: with more addresses, the oldest attempt makes room for the next.
    package static let maximumAttempts = 16

    /// - Parameter deadline: The end of the time for all attempts. Many addresses share it: each is tried before it.
    package init(addresses: [String], now: MonotonicTime, deadline: MonotonicTime) {
        waiting = Self.interleaved(addresses)[...]
        let share = Duration.nanoseconds((deadline - now).clampedNanoseconds / Int64(max(1, waiting.count)))
        delay = max(Self.minimumDelay, min(Self.recommendedDelay, share))
        dueTime = now
    }

    /// The addresses without duplicates, alternating between the families and beginning with that of the first.
    private static func interleaved(_ addresses: [String]) -> [String] {
        var known: Set<String> = []
        let unique = addresses.filter { known.insert($0).inserted }
        let startsWithIPv6 = unique.first?.contains(":") ?? false
        let first = unique.filter { $0.contains(":") == startsWithIPv6 }
        let second = unique.filter { $0.contains(":") != startsWithIPv6 }
        return (0..<max(first.count, second.count)).flatMap { index in
            [first, second].compactMap { index < $0.count ? $0[index] : nil }
        }
    }

    /// Returns what is to be done now. Call it until it returns `nil`.
    package mutating func next(now: MonotonicTime) -> Action? {
        guard case .running = state else { return nil }
        if waiting.isEmpty, open.isEmpty {
            state = .lost
            return .fail
        }
        guard !waiting.isEmpty, now >= dueTime else { return nil }
        if open.count >= Self.maximumAttempts {
            let oldest = open.removeFirst()
            failures.append((oldest, "no answer"))
            return .abandon(oldest)
        }
        let address = waiting.removeFirst()
        open.append(address)
        dueTime = max(dueTime + delay, now + Self.minimumDelay)
        return .connect(address)
    }

    /// An attempt has failed: the next one starts at once.
    package mutating func failed(_ address: String, reason: String, now: MonotonicTime) {
        guard let index = open.firstIndex(of: address) else { return }
        open.remove(at: index)
        failures.append((address, reason))
        dueTime = min(dueTime, now)
    }

    /// An attempt has connected. The caller closes the others.
    package mutating func connected() {
        if case .running = state { state = .won }
    }

    /// When ``next(now:)`` is to be called even if nothing happens.
    package var nextCheck: MonotonicTime {
        guard case .running = state, !waiting.isEmpty else { return .distantFuture }
        return dueTime
    }

    /// The addresses that were tried, each with its result.
    package var results: [(address: String, reason: String)] {
        failures + open.map { ($0, "no answer") } + waiting.map { ($0, "not tried for lack of time") }
    }
}

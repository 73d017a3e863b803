package import RedisTransport
import Synchronization

/// Says whether calls may pass, to any thread, with one atomic load.
///
/// The word is zero while calls pass. Otherwise its low 56 bits are the end of the backoff in units of 1,024 ns, and
/// its high bits the cause. Nanoseconds would not do: a machine that is up for 834 days has more of them than fit.
package final class Admission: Sendable {
    private let word = Atomic<UInt64>(0)
    /// How many calls were refused since the breaker opened.
    private let refused = Atomic<Int>(0)
    /// One prepared error for each cause, so that a refusal builds no strings.
    private let errors: [RedisError]
    /// What callers are told instead, for a cause that the server has put into words of its own.
    private let specificError = Mutex<RedisError?>(nil)
    private let time: TimeSource
    private let shutDownError: RedisError

    private static let causeShift: UInt64 = 56
    private static let timeMask: UInt64 = (1 << causeShift) - 1
    private static let unitShift: Int64 = 10
    private static let shutDownWord = UInt64.max

    package init(endpoint: String, time: TimeSource) {
        self.time = time
        shutDownError = RedisError(
            .shutdown, outcome: .notSent, message: "the client was shut down", endpoint: endpoint)
        errors = (0...(RedisFailureCause.allCases.map(\.rawValue).max() ?? 0)).map { raw in
            let reason = RedisFailureCause(rawValue: raw)?.sentence ?? "unknown cause"
            return RedisError(
                .unavailable, outcome: .notSent,
                message: "Redis is unavailable: \(reason). Calls fail at once until a probe succeeds",
                endpoint: endpoint)
        }
    }

    /// Returns at once when calls may pass, otherwise throws the reason.
    @inline(__always)
    package func check() throws {
        let word = word.load(ordering: .acquiring)
        if word != 0 { throw refusal(word) }
    }

    /// The error that calls get while they are refused, otherwise `nil`.
    package var refusal: RedisError? {
        let word = word.load(ordering: .acquiring)
        return word == 0 ? nil : error(word)
    }

    private func refusal(_ word: UInt64) -> RedisError {
        if word != Self.shutDownWord { refused.wrappingAdd(1, ordering: .relaxed) }
        return error(word)
    }

    private func error(_ word: UInt64) -> RedisError {
        if word == Self.shutDownWord { return shutDownError }
        let until = MonotonicTime(nanoseconds: Int64(word & Self.timeMask) << Self.unitShift)
        let remaining = max(.zero, until - time.now())
        let cause = Int(word >> Self.causeShift)
        if cause == Int(RedisFailureCause.accessRefused.rawValue), let error = specificError.withLock({ $0 }) {
            return error.with(retryAfter: remaining)
        }
        return errors[cause].with(retryAfter: remaining)
    }

    /// Returns at once when a caller that holds a connection may go on with it: during a shutdown it still may.
    package func checkLeased() throws {
        let word = word.load(ordering: .acquiring)
        if word != 0, word != Self.shutDownWord { throw refusal(word) }
    }

    /// Refuses calls for good, because the client is being shut down.
    package func shutDown() {
        word.store(Self.shutDownWord, ordering: .releasing)
    }

    /// Refuses calls from now on.
    ///
    /// - Parameters:
    ///   - until: When the next probe is, or when the one under way ends at the latest.
    ///   - cause: Why.
    ///   - error: What callers are told, for ``RedisFailureCause/accessRefused``.
    package func refuse(until: MonotonicTime, cause: RedisFailureCause, error: RedisError? = nil) {
        if error != nil { specificError.withLock { $0 = error } }
        let time = UInt64(clamping: until.nanoseconds >> Self.unitShift)
        set(UInt64(cause.rawValue) << Self.causeShift | max(time, 1))
    }

    /// Calls are refused for good.
    package var isShutDown: Bool { word.load(ordering: .acquiring) == Self.shutDownWord }

    /// How many calls were refused so far, since calls passed last.
    package var refusedCount: Int { refused.load(ordering: .relaxed) }

    /// Lets calls pass, and goes on counting those refused before.
    package func letPass() { set(0) }

    /// Lets calls pass. Returns how many were refused.
    @discardableResult
    package func admit() -> Int {
        set(0)
        return refused.exchange(0, ordering: .relaxed)
    }

    /// Only the event loop's thread changes the word back and forth; a shutdown by any thread is final.
    private func set(_ new: UInt64) {
        var current = word.load(ordering: .relaxed)
        while current != Self.shutDownWord {
            let (done, original) = word.weakCompareExchange(expected: current, desired: new, ordering: .releasing)
            if done { return }
            current = original
        }
    }
}

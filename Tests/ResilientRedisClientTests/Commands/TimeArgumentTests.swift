import FoundationEssentials
import ResilientRedisClient
import Testing

/// Durations and dates as arguments: whole milliseconds, and never a trap.
@Suite struct TimeArgumentTests {
    private func milliseconds(_ duration: Duration) -> String {
        RedisCommand.pexpire("k", expiresIn: duration).request.wire.words(3).last ?? ""
    }

    private func milliseconds(_ date: Date) -> String {
        RedisCommand.pexpireat("k", expiresAt: date).request.wire.words(3).last ?? ""
    }

    private func seconds(_ duration: Duration?) -> String {
        RedisCommand.blpop("k", timeout: duration, as: String.self).request.wire.words(3).last ?? ""
    }

    private static let durations: [(Duration, String)] = [
        (Duration.seconds(1), "1000"), (.milliseconds(1), "1"), (.zero, "0"), (.seconds(-5), "-5000"),
        (.microseconds(1), "1"), (.nanoseconds(1_000_001), "2"), (.microseconds(1500), "2"),
        (.microseconds(-1500), "-1"), (.nanoseconds(-1), "0"), (.seconds(2) + .nanoseconds(1), "2001"),
        (.milliseconds(Int.max), "9223372036854775807"),
        (.milliseconds(Int.max) - .nanoseconds(1), "9223372036854775807"),
        (.seconds(Int.max), "9223372036854775807"), (.seconds(Int.max) * 15, "9223372036854775807"),
        (.milliseconds(Int.min), "-9223372036854775808"), (.seconds(Int.min), "-9223372036854775808"),
        (.seconds(Int.max) * -15, "-9223372036854775808"),
    ]

    @Test(arguments: durations)
    func `durations are rounded up to whole milliseconds and held to what fits`(duration: Duration, sent: String) {
        #expect(milliseconds(duration) == sent)
    }

    private static let dates: [(Double, String)] = [
        (1_900_000_000.123, "1900000000123"), (0, "0"),
        (0.0004, "0"), (-1, "-1000"),
        (1e300, "9223372036854775807"),
        (-.infinity, "-9223372036854775808"), (.nan, "0"),
    ]

    @Test(arguments: dates)
    func `dates become the nearest millisecond and are held to what fits`(seconds: Double, sent: String) {
        #expect(milliseconds(Date(timeIntervalSince1970: seconds)) == sent)
    }

    private static let timeouts: [(Duration?, String)] = [
        (Duration?.none, "0"), (.seconds(5), "5"), (.milliseconds(250), "0.25"), (.milliseconds(1001), "1.001"),
        (.microseconds(10), "0.001"), (.zero, "0.001"), (.seconds(-1), "0.001"),
        (.seconds(Int.max) * 15, "9.223372036854776E+15"),
    ]

    @Test(arguments: timeouts)
    func `blocking commands wait in seconds, and without limit only when told so`(duration: Duration?, sent: String) {
        #expect(seconds(duration) == sent)
    }
}

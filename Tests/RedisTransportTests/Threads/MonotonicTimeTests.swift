import Foundation
import RedisTransport
import Testing

@Suite("Monotonic time")
struct MonotonicTimeTests {
    @Test("Time advances by itself and by what a test adds")
    func offset() {
        let offset = TimeSource.Offset()
        let time = TimeSource(offset: offset)
        let first = time.now()
        #expect(time.now() >= first)
        offset.advance(by: .seconds(3_600))
        #expect(time.now() - first >= .seconds(3_600))
        #expect(time.now() - first < .seconds(3_700))
        #expect(TimeSource().now() - first < .seconds(100))
    }

    #if os(Linux)
        @Test("The clock counts the time in which the machine is suspended")
        func suspend() throws {
            // The first number of this file is CLOCK_BOOTTIME in seconds, cut to hundredths.
            func boottime() throws -> Duration {
                let text = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
                return .seconds(try #require(Double(text.prefix { $0 != " " })))
            }
            let before = try boottime()
            let now = Duration.nanoseconds(TimeSource().now().nanoseconds)
            #expect(now >= before)
            #expect(now <= (try boottime()) + .milliseconds(10))
        }
    #endif

    @Test("Addition and subtraction are inverse operations")
    func arithmetic() {
        let time = MonotonicTime(nanoseconds: 1_000)
        #expect((time + .seconds(2)).nanoseconds == 2_000_001_000)
        #expect((time + .nanoseconds(-400)).nanoseconds == 600)
        #expect(time + .seconds(2) - time == .seconds(2))
        #expect(time - (time + .milliseconds(3)) == .milliseconds(-3))
        #expect(time < time + .nanoseconds(1))
    }

    @Test("A sum beyond the range is clamped to the latest time")
    func overflow() {
        #expect(MonotonicTime(nanoseconds: 5) + .nanoseconds(Int64.max) == .distantFuture)
        #expect(MonotonicTime(nanoseconds: 5) + .seconds(Int64.max) == .distantFuture)
        #expect(MonotonicTime.distantFuture + .seconds(1) == .distantFuture)
        #expect(.distantFuture - MonotonicTime(nanoseconds: -5) == .nanoseconds(Int64.max))
    }

    @Test("A sum below the range is clamped to the earliest time")
    func underflow() {
        #expect(MonotonicTime(nanoseconds: -5) + .nanoseconds(Int64.min) < MonotonicTime(nanoseconds: 0))
        #expect(MonotonicTime(nanoseconds: -5) + .seconds(Int64.min) < MonotonicTime(nanoseconds: 0))
        #expect(MonotonicTime(nanoseconds: -5) - .distantFuture == .nanoseconds(Int64.min))
    }

    @Test(
        "Durations become whole nanoseconds, clamped to the range of 64 bits",
        arguments: [
            (Duration.nanoseconds(1), 1), (.nanoseconds(-1), -1), (.zero, 0), (.seconds(-2), -2_000_000_000),
            (.nanoseconds(Int64.max), .max), (.nanoseconds(Int64.min), .min),
            (.nanoseconds(Int64.max) + .nanoseconds(1), .max), (.nanoseconds(Int64.min) - .nanoseconds(1), .min),
            (.nanoseconds(Int64.min) - .milliseconds(100), .min), (.seconds(Int64.max), .max),
            (.seconds(Int64.min), .min), (.milliseconds(1.5), 1_500_000),
            (Duration(secondsComponent: 0, attosecondsComponent: 999_999_999), 0),
        ] as [(Duration, Int64)])
    func clamping(_ duration: Duration, _ nanoseconds: Int64) {
        #expect(duration.clampedNanoseconds == nanoseconds)
    }
}

import RedisFaultInjection
import Testing

@Suite("A latency histogram")
struct LatencyHistogramTests {
    @Test("A latency histogram has no percentiles while it is empty")
    func empty() {
        let histogram = LatencyHistogram()
        #expect(histogram.percentile(50) == nil)
        #expect(histogram.shortest == nil && histogram.longest == nil && histogram.mean == nil)
    }

    @Test(
        "A latency histogram finds percentiles to its precision, from microseconds to hours",
        arguments: [
            (LatencyHistogram.Precision.fine, 0.01), (.coarse, 0.13),
        ])
    func percentiles(precision: LatencyHistogram.Precision, error: Double) throws {
        for unit in [Duration.microseconds(1), .milliseconds(1), .seconds(1), .seconds(36)] {
            var histogram = LatencyHistogram(precision)
            for number in 1...1000 { histogram.record(unit * number) }
            #expect(histogram.count == 1000)
            #expect(histogram.shortest == unit)
            #expect(histogram.longest == unit * 1000)
            #expect(histogram.percentile(0) == unit)
            #expect(histogram.percentile(100) == unit * 1000)
            for percent in [1.0, 10, 50, 90, 99, 99.9] {
                let found = try #require(histogram.percentile(percent)) / unit
                #expect(
                    found >= percent * 10 && found <= percent * 10 * (1 + error), "\(percent) %: \(found) × \(unit)")
            }
            #expect(histogram.mean == unit * 1001 / 2)
        }
    }

    @Test("A latency histogram accepts durations out of range")
    func extremes() {
        var histogram = LatencyHistogram()
        histogram.record(.seconds(-1))
        histogram.record(.seconds(Int64.max))
        #expect(histogram.shortest == .zero)
        #expect(histogram.percentile(99) == .microseconds((1 << 36) + (1 << 29) - 1))
        #expect(histogram.percentile(.nan) == .seconds(Int64.max))
    }

    @Test("A latency histogram merges another one, finer or coarser, as if it had recorded all values")
    func merging() {
        for (left, right) in [(LatencyHistogram.Precision.fine, LatencyHistogram.Precision.fine), (.coarse, .fine)] {
            var one = LatencyHistogram(left)
            var other = LatencyHistogram(right)
            var both = LatencyHistogram(left)
            for number in 1...500 {
                one.record(.microseconds(number * 3))
                other.record(.milliseconds(number))
                both.record(.microseconds(number * 3))
                both.record(.milliseconds(number))
            }
            one.merge(other)
            one.merge(LatencyHistogram())
            #expect(one.count == both.count && one.longest == both.longest && one.shortest == both.shortest)
            #expect(one.percentile(99) == both.percentile(99))
            #expect(one.count(above: .milliseconds(250)) == both.count(above: .milliseconds(250)))
        }
    }

    @Test("A latency histogram counts what was longer than a limit")
    func above() {
        var histogram = LatencyHistogram()
        for number in 1...100 { histogram.record(.milliseconds(number)) }
        #expect(abs(histogram.count(above: .milliseconds(60)) - 40) <= 1)
        #expect(histogram.count(above: .seconds(1)) == 0)
    }

    @Test(
        "A latency histogram prints few digits",
        arguments: [
            (Duration.zero, "0 µs"), (.microseconds(850), "850 µs"), (.microseconds(12_340), "12.3 ms"),
            (.milliseconds(250), "250 ms"), (.milliseconds(2050), "2.05 s"), (.seconds(30), "30 s"),
            (.nanoseconds(999_900), "1 ms"),
        ])
    func brief(duration: Duration, text: String) {
        #expect(duration.brief == text)
    }
}

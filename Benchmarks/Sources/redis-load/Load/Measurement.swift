/// One line of the output.
struct Measurement {
    static let client = "resilient-redis"
    static let header = "client,operation,value_bytes,tasks,ops_per_s,p50_us,p99_us,cpu_us_per_op,peak_rss_kb"

    var operation: String
    var valueBytes: Int
    var tasks: Int
    /// Commands per second, or calls when a call is not a command.
    var operationsPerSecond: Double
    /// The latency of half the calls was at most this.
    var p50Microseconds: Double
    var p99Microseconds: Double
    /// User and system time of the whole process during the measurement, for each operation.
    var cpuMicrosecondsPerOperation: Double

    /// The line, with the process' peak memory as of now.
    var csv: String {
        [
            Self.client, operation, "\(valueBytes)", "\(tasks)", operationsPerSecond.decimals(2),
            p50Microseconds.decimals(3), p99Microseconds.decimals(3), cpuMicrosecondsPerOperation.decimals(3),
            "\(ProcessUsage.peakResidentKilobytes)",
        ].joined(separator: ",")
    }
}

extension Double {
    /// The number with a fixed count of decimals, without Foundation's formatting.
    func decimals(_ count: Int) -> String {
        let scale = (0..<count).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((self * Double(scale)).rounded())
        guard count > 0 else { return "\(scaled)" }
        let fraction = "\(abs(scaled) % scale)"
        let zeros = String(repeating: "0", count: count - fraction.count)
        return "\(scaled < 0 ? "-" : "")\(abs(scaled) / scale).\(zeros)\(fraction)"
    }
}

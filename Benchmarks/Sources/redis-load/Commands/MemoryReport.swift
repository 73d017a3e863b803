/// One line about memory.
struct MemoryReport {
    static let header = "client,scenario,seconds,before_kb,after_kb,growth_kb"

    var scenario: String
    var seconds: Double
    var before: Int
    var after: Int

    var csv: String {
        "\(Measurement.client),\(scenario),\(seconds.decimals(0)),\(before),\(after),\(after - before)"
    }
}

import ArgumentParser

/// Tells scripts what this build can measure.
struct Operations: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the operations, one per line.")

    func run() {
        for operation in Throughput.Operation.allCases { print(operation.rawValue) }
    }
}

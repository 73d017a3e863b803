/// The application's users: tasks that ask for the report of a random region, again and again.
struct Load {
    let reports: SalesReports
    let measurements: Measurements

    /// Runs until the measurements are closed, and then until every request has its answer.
    func run(tasks: Int) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    while !measurements.isClosed, !Task.isCancelled {
                        await request(region: ShopDatabase.regions.randomElement() ?? "")
                        try? await Task.sleep(for: .milliseconds(.random(in: 50...150)))
                    }
                }
            }
        }
    }

    private func request(region: String) async {
        let start = ContinuousClock.now
        do {
            let report = try await reports.report(region: region)
            guard report.region == region, report.orders > 0 else { throw WrongAnswer(region: region) }
            measurements.requestSucceeded(after: ContinuousClock.now - start)
        } catch {
            // Ctrl-C cancels what is under way; that is no failure of the application.
            if !Task.isCancelled { measurements.requestFailed(error) }
        }
    }

    struct WrongAnswer: Error {
        var region: String
    }
}

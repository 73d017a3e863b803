/// Resolves names on threads of its own, so that a slow resolver never blocks the event loop.
///
/// Callers that ask for a name while a thread resolves it share its answer. A thread that is stuck in the system's
/// resolver cannot be ended: after some time another one is started for the name, up to a small number. The number of
/// threads for all names is bounded too; further names wait for a thread to end.
package final class ResolverQueue {
    package typealias Addresses = Result<[String], NameResolutionError>

    /// The result of one thread.
    package struct Answer: Sendable {
        package let host: String
        package let addresses: Addresses
    }

    private struct Query {
        var waiting: [(Addresses) -> Void] = []
        var threads = 0
        var lastStart = MonotonicTime(nanoseconds: 0)
    }

    private let resolver: any NameResolver
    private let time: TimeSource
    private let patience: Duration
    private let report: @Sendable (Answer) -> Void
    private var queries: [String: Query] = [:]
    private var threads = 0
    /// The names that wait for a thread to end, in the order of the questions.
    private var postponed: [String] = []

    private static let maximumThreadsPerName = 4
    private static let maximumThreads = 16

    /// - Parameters:
    ///   - patience: After this time a thread counts as stuck.
    ///   - report: Called on a resolver's thread; must make the event loop call ``answered(_:)``.
    package init(
        resolver: any NameResolver, time: TimeSource, patience: Duration, report: @escaping @Sendable (Answer) -> Void
    ) {
        self.resolver = resolver
        self.time = time
        self.patience = patience
        self.report = report
    }

    /// Resolves a name. `completion` is called by ``answered(_:)``, with the answer for this name.
    package func resolve(_ host: String, _ completion: @escaping (Addresses) -> Void) {
        var query = queries[host] ?? Query()
        query.waiting.append(completion)
        queries[host] = query
        let now = time.now()
        let mayStart =
            query.threads == 0
            || query.threads < Self.maximumThreadsPerName && now >= query.lastStart + patience
        guard mayStart else { return }
        guard threads < Self.maximumThreads else {
            if !postponed.contains(host) { postponed.append(host) }
            return
        }
        start(host, now: now)
    }

    private func start(_ host: String, now: MonotonicTime) {
        queries[host, default: Query()].lastStart = now
        queries[host, default: Query()].threads += 1
        threads += 1
        let resolver = resolver
        let report = report
        do {
            try SystemThread.detach(name: "redis-resolver") {
                do {
                    report(Answer(host: host, addresses: .success(try resolver.resolve(host))))
                } catch {
                    report(Answer(host: host, addresses: .failure(NameResolutionError("\(error)"))))
                }
            }
        } catch {
            answered(Answer(host: host, addresses: .failure(NameResolutionError("\(error)"))))
        }
    }

    /// Passes an answer to every caller that waits for this name.
    package func answered(_ answer: Answer) {
        threads -= 1
        let waiting = queries[answer.host]?.waiting ?? []
        queries[answer.host]?.waiting = []
        queries[answer.host]?.threads -= 1
        if queries[answer.host]?.threads == 0 { queries[answer.host] = nil }
        for completion in waiting { completion(answer.addresses) }
        startPostponed()
    }

    private func startPostponed() {
        while threads < Self.maximumThreads, !postponed.isEmpty {
            let host = postponed.removeFirst()
            // Another thread may have answered in between.
            if queries[host]?.waiting.isEmpty == false { start(host, now: time.now()) }
        }
    }
}

/// Asks the resolver on threads of its own, so that a name that does not resolve holds nothing up.
///
/// Whoever asks while a thread is at work shares its answer. A thread that is stuck in the system's resolver cannot be
/// ended: another is started after a while, up to a small number.
package final class ResolverQueue {
    package typealias Answer = Result<[String], NameResolutionError>

    private let resolver: any NameResolver
    private let time: TimeSource
    private let patience: Duration
    private let report: @Sendable (Answer) -> Void
    private var waiting: [(Answer) -> Void] = []
    private var threads = 0
    private var lastStart = MonotonicTime(nanoseconds: 0)

    private static let maximumThreads = 4

    /// - Parameters:
    ///   - patience: After this time a thread counts as stuck.
    ///   - report: Called on a resolver's thread; must see to it that ``answered(_:)`` is called on the event loop.
    package init(
        resolver: any NameResolver, time: TimeSource, patience: Duration, report: @escaping @Sendable (Answer) -> Void
    ) {
        self.resolver = resolver
        self.time = time
        self.patience = patience
        self.report = report
    }

    package func resolve(_ host: String, _ completion: @escaping (Answer) -> Void) {
        waiting.append(completion)
        let now = time.now()
        guard threads == 0 || (threads < Self.maximumThreads && now >= lastStart + patience) else { return }
        lastStart = now
        threads += 1
        let resolver = resolver
        let report = report
        do {
            try SystemThread.detach(name: "redis-resolver") {
                do {
                    report(.success(try resolver.resolve(host)))
                } catch {
                    report(.failure(NameResolutionError("\(error)")))
                }
            }
        } catch {
            answered(.failure(NameResolutionError("\(error)")))
        }
    }

    /// Hands an answer to all who wait.
    package func answered(_ answer: Answer) {
        threads -= 1
        let answered = waiting
        waiting = []
        for completion in answered { completion(answer) }
    }
}

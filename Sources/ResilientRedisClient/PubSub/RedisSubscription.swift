/// What is published on some channels, from the moment that ``RedisClient/subscribe(to:buffer:)`` returns.
///
/// ```swift
/// let orders = try await redis.subscribe(to: "orders")
/// for try await event in orders {
///     switch event {
///     case .message(let message): handle(message.text)
///     case .gap: try await reloadEverything()
///     }
/// }
/// ```
///
/// Redis forgets a message when it has sent it. Whatever may have been missed is therefore told by a
/// ``RedisSubscriptionEvent/gap(_:)``: after a lost connection, when the channels are subscribed to again, and where a
/// full buffer had to drop messages (``RedisSubscriptionBuffer``).
///
/// **Outages.** The subscription outlives them; it continues, with a gap, when Redis is back.
/// **End.** The iteration ends when the client is shut down or after ``cancel()``. It throws ``RedisError`` when the server
/// refuses the subscription later (rights were taken away) or the buffer is full and told to fail, and
/// `CancellationError` when the iterating task is cancelled. The server is told to send no more when the last copy and
/// the last iterator are gone.
///
/// Several iterators share the events: each event goes to one of them.
public struct RedisSubscription: AsyncSequence, Sendable {
    private let storage: Storage

    /// Ends the subscription when the last copy and iterator are gone.
    fileprivate final class Storage: Sendable {
        let queue: SubscriptionQueue
        /// The client stays alive as long as its subscriptions.
        private let core: ClientCore

        init(_ queue: SubscriptionQueue, _ core: ClientCore) {
            self.queue = queue
            self.core = core
        }

        deinit { queue.cancel() }
    }

    init(_ queue: SubscriptionQueue, keeping core: ClientCore) { storage = Storage(queue, core) }

    /// Ends the subscription: events that were not read are dropped, and iterations end.
    public func cancel() { storage.queue.cancel() }

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator { Iterator(storage) }

    /// Reads the events of a subscription.
    public struct Iterator: AsyncIteratorProtocol {
        private let storage: Storage

        fileprivate init(_ storage: Storage) { self.storage = storage }

        /// Returns the next event, or `nil` after the last one.
        ///
        /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
        public mutating func next() async throws -> RedisSubscriptionEvent? {
            try await next(isolation: #isolation)
        }

        /// Returns the next event, or `nil` after the last one.
        ///
        /// - Throws: ``RedisError``, or `CancellationError` when the task was cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> RedisSubscriptionEvent? {
            switch try await storage.queue.next() {
            case .message(let message): return .message(RedisMessage(message))
            case .gap(let gap): return .gap(gap)
            case nil: return nil
            }
        }
    }
}

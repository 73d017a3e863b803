import RedisTransport
import ResilientRedisClient

extension Resilience {
    /// Keeps a client's thread from doing anything for a while, as a machine without a free core does.
    ///
    /// - Returns: What must be kept until that is over.
    static func holdUp(_ redis: RedisClient, for time: Duration) -> ConsumerHandle {
        redis.addConsumer { _ in
            blockThread(for: time)
            return Bystander()
        }
    }

    /// A consumer that wants no connection.
    private final class Bystander: ConnectionConsumer {
        func connected(_ connection: Connection, now: MonotonicTime) {}
        func connectFailed(_ failure: ConnectionFailure, now: MonotonicTime) -> FailureVerdict { .absorbed }
        func outageBegan(_ refusal: RedisError, now: MonotonicTime) {}
        func advance(to now: MonotonicTime) -> MonotonicTime { .distantFuture }
        func close(_ error: RedisError) {}
        func connection(_ connection: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {}
        func connection(_ connection: Connection, received error: RESPErrorReply) {}
    }
}

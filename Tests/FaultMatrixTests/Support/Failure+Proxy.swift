import RedisFaultInjection
import ResilientRedisClient

extension Workload.Failure {
    /// What an error means when a proxy may have put an error in the place of a reply to a command that has run.
    init(behindProxy error: any Error) {
        let failure = Workload.Failure(error)
        let isReply = (error as? RedisError)?.code == .server
        self.init(name: failure.name, mayHaveRun: failure.mayHaveRun || isReply)
    }
}

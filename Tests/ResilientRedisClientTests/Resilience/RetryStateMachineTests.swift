import ResilientRedisClient
import Testing

@Suite("Retry after a lost connection")
struct RetryStateMachineTests {
    private typealias Retry = RedisConfiguration.Resilience.RetryOnConnectionLoss

    @Test("Only what cannot take effect twice is sent again, and only once")
    func table() {
        for wasSent in [false, true] {
            for isReadOnly in [false, true] {
                for wasRetried in [false, true] {
                    let isSafe = !wasRetried && (!wasSent || isReadOnly)
                    let failure = LostCallAction.fail(wasSent ? .unknown : .notSent)
                    let ifSafe = Retry.ifSafe.action(wasSent: wasSent, isReadOnly: isReadOnly, wasRetried: wasRetried)
                    #expect(ifSafe == (isSafe ? .sendAgain : failure))
                    let never = Retry.never.action(wasSent: wasSent, isReadOnly: isReadOnly, wasRetried: wasRetried)
                    #expect(never == failure)
                }
            }
        }
    }

    @Test("The outcome of a write that was on its way is unknown, of one that was not is certain")
    func outcomes() {
        #expect(Retry.ifSafe.action(wasSent: true, isReadOnly: false, wasRetried: false) == .fail(.unknown))
        #expect(Retry.ifSafe.action(wasSent: false, isReadOnly: false, wasRetried: true) == .fail(.notSent))
    }
}

import RedisTransport
import ResilientRedisClient
import Testing

@Suite("A call whose task was sent back")
struct LateCallTests {
    private func lateCall() -> Call {
        let call = Call(
            RedisRequest(words: "GET", "k", traits: .readOnly), submitted: MonotonicTime(nanoseconds: 0),
            deadline: .distantFuture)
        call.waiter = .returningTask
        return call
    }

    /// What the task gets that comes back. Would it have to wait, it would do so for ever: so that is checked first.
    private func result(_ call: Call) async throws -> RESPValue {
        var isThere = false
        if case .result = call.waiter { isThere = true }
        try #require(isThere)
        return try await WaitingTask.wait { call.taskCameBack($0) }
    }

    @Test("is still waited for")
    func waitedFor() {
        #expect(lateCall().isWaitedFor)
    }

    @Test("keeps the reply for it")
    func reply() async throws {
        let call = lateCall()
        call.receive(.integer(7))
        #expect(!call.isWaitedFor)
        #expect(try await result(call) == .integer(7))
    }

    @Test("keeps the failure for it")
    func failure() async throws {
        let call = lateCall()
        call.finish(.failure(RedisError(.timeout, outcome: .unknown, message: "late", endpoint: "here")))
        let error = await #expect(throws: RedisError.self) { try await result(call) }
        #expect(error?.code == .timeout)
    }

    @Test("keeps its cancellation for it, whatever comes after that")
    func cancellation() async throws {
        let call = lateCall()
        call.cancel()
        #expect(!call.isWaitedFor)
        call.receive(.integer(7))
        await #expect(throws: CancellationError.self) { try await result(call) }
    }

    @Test("keeps a reply that came before its cancellation")
    func replyFirst() async throws {
        let call = lateCall()
        call.receive(.integer(7))
        call.cancel()
        #expect(try await result(call) == .integer(7))
    }

    @Test("is answered as any other once the task is back")
    func back() async throws {
        let call = lateCall()
        let reply = try await WaitingTask.wait { task in
            call.taskCameBack(task)
            call.receive(.integer(7))
        }
        #expect(reply == .integer(7))
        #expect(!call.isWaitedFor)
    }
}

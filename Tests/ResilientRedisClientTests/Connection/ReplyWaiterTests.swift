import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Reply waiter")
struct ReplyWaiterTests {
    /// A call whose task was resumed to come back with a cancellation handler.
    private func upgradingCall() async throws -> Call {
        let call = Call(
            RedisRequest(words: "GET", "k", traits: .readOnly), submitted: MonotonicTime(nanoseconds: 0),
            deadline: .distantFuture)
        let upgraded: RESPValue? = try await WaitingTask.wait { task in
            call.waiter.wait(task)
            call.upgrade()
        }
        #expect(upgraded == nil)
        return call
    }

    /// Returns what the task that comes back gets. It would wait indefinitely if nothing were kept for it, so that is
    /// checked first.
    private func result(_ call: Call) async throws -> RESPValue {
        var isThere = false
        if case .result = call.waiter.state { isThere = true }
        try #require(isThere)
        return try await WaitingTask.wait { call.taskCameBack($0) }
    }

    @Test("A call is still waited for while its task is on the way back")
    func waitedFor() async throws {
        let call = try await upgradingCall()
        #expect(call.isWaitedFor)
        #expect(!call.waiter.isWithoutHandler)
    }

    @Test("A reply resumes a task that waits without a handler")
    func soonReply() async throws {
        let call = Call(
            RedisRequest(words: "GET", "k", traits: .readOnly), submitted: MonotonicTime(nanoseconds: 0),
            deadline: .distantFuture)
        let reply: RESPValue? = try await WaitingTask.wait { task in
            call.waiter.wait(task)
            #expect(call.waiter.isWithoutHandler)
            call.receive(.integer(3))
        }
        #expect(reply == .integer(3))
        #expect(!call.isWaitedFor)
    }

    @Test("A cancellation does not reach a task that waits without a handler")
    func deafToCancellation() async throws {
        let call = Call(
            RedisRequest(words: "GET", "k", traits: .readOnly), submitted: MonotonicTime(nanoseconds: 0),
            deadline: .distantFuture)
        let reply: RESPValue? = try await WaitingTask.wait { task in
            call.waiter.wait(task)
            call.cancel()
            #expect(call.isWaitedFor)
            call.receive(.integer(3))
        }
        #expect(reply == .integer(3))
    }

    @Test("A task that waits with a handler is resumed by its cancellation, and the reply is dropped")
    func cancelledWithHandler() async throws {
        let call = try await upgradingCall()
        await #expect(throws: CancellationError.self) {
            _ = try await WaitingTask<RESPValue>.wait { task in
                call.taskCameBack(task)
                call.cancel()
            }
        }
        call.receive(.integer(7))
        #expect(!call.isWaitedFor)
    }

    @Test("A callback is called once, and may finish the call again")
    func callback() {
        let call = Call(
            RedisRequest(words: "PING", traits: .readOnly), submitted: MonotonicTime(nanoseconds: 0),
            deadline: .distantFuture)
        var results = 0
        call.waiter.wait { [unowned call] _ in
            results += 1
            call.finish(.failure(RedisError(.timeout, outcome: .unknown, message: "again")))
        }
        call.receive(.simpleString([]))
        call.receive(.simpleString([]))
        #expect(results == 1)
    }

    @Test("A reply that comes before the task is back is kept for it")
    func reply() async throws {
        let call = try await upgradingCall()
        call.receive(.integer(7))
        #expect(!call.isWaitedFor)
        #expect(try await result(call) == .integer(7))
    }

    @Test("A failure that comes before the task is back is kept for it")
    func failure() async throws {
        let call = try await upgradingCall()
        call.finish(.failure(RedisError(.timeout, outcome: .unknown, message: "late", endpoint: "here")))
        let error = await #expect(throws: RedisError.self) { try await result(call) }
        #expect(error?.code == .timeout)
    }

    @Test("A cancellation that comes before the task is back is kept, whatever comes after it")
    func cancellation() async throws {
        let call = try await upgradingCall()
        call.cancel()
        #expect(!call.isWaitedFor)
        call.receive(.integer(7))
        await #expect(throws: CancellationError.self) { try await result(call) }
    }

    @Test("A reply that came before the cancellation is kept")
    func replyFirst() async throws {
        let call = try await upgradingCall()
        call.receive(.integer(7))
        call.cancel()
        #expect(try await result(call) == .integer(7))
    }

    @Test("A task that is back gets the reply as any other")
    func back() async throws {
        let call = try await upgradingCall()
        let reply = try await WaitingTask.wait { task in
            call.taskCameBack(task)
            call.receive(.integer(7))
        }
        #expect(reply == .integer(7))
        #expect(!call.isWaitedFor)
    }
}

import RedisTransport
import ResilientRedisClient
import Testing

@Suite("Admission")
struct AdmissionStateMachineTests {
    private let offset = TimeSource.Offset()
    private let time: TimeSource
    private let admission: Admission

    init() {
        time = TimeSource(offset: offset)
        admission = Admission(endpoint: "cache:6379", time: time)
    }

    private func refusal() -> RedisError? {
        do {
            try admission.check()
            return nil
        } catch {
            return error as? RedisError
        }
    }

    @Test("Calls are admitted at first")
    func first() throws {
        try admission.check()
        try admission.checkLeased()
        #expect(admission.refusal == nil)
    }

    @Test("A refusal states its cause and the time left", arguments: RedisFailureCause.allCases)
    func refusals(_ cause: RedisFailureCause) throws {
        admission.refuse(until: time.now() + .seconds(30), cause: cause)
        let error = try #require(refusal())
        #expect(error.code == .unavailable)
        #expect(error.outcome == .notSent)
        #expect(error.endpoint == "cache:6379")
        #expect(error.message.hasPrefix("Redis is unavailable: "))
        let retryAfter = try #require(error.retryAfter)
        #expect(retryAfter <= .seconds(30.001) && retryAfter > .seconds(25))
        offset.advance(by: .seconds(20))
        let later = try #require(refusal()?.retryAfter)
        #expect(later <= .seconds(10.001) && later > .seconds(5))
        #expect(throws: RedisError.self) { try admission.checkLeased() }
    }

    @Test("Each cause of an outage has its own error message")
    func words() {
        let messages = RedisFailureCause.allCases.map { cause in
            admission.refuse(until: time.now() + .seconds(30), cause: cause)
            return refusal()?.message
        }
        #expect(Set(messages).count == RedisFailureCause.allCases.count)
    }

    @Test("When the time is over the probe decides: calls are still refused, with nothing left to wait")
    func overdue() {
        admission.refuse(until: time.now() + .seconds(30), cause: .connect)
        offset.advance(by: .seconds(31))
        #expect(refusal()?.retryAfter == .zero)
    }

    @Test("The time left is right on a machine that has been up for years", arguments: [1, 3, 50, 200])
    func longUptime(_ years: Int) throws {
        offset.advance(by: .seconds(years * 365 * 86_400))
        admission.refuse(until: time.now() + .seconds(30), cause: .silentServer)
        let error = try #require(refusal())
        let retryAfter = try #require(error.retryAfter)
        #expect(retryAfter <= .seconds(30.001) && retryAfter > .seconds(25))
        #expect(error.message.contains("stopped answering"))
    }

    @Test("When calls are admitted again, the number of refused calls is reported and reset")
    func counting() throws {
        #expect(admission.admit() == 0)
        admission.refuse(until: time.now() + .seconds(30), cause: .connect)
        for _ in 0..<7 { _ = refusal() }
        #expect(admission.admit() == 7)
        try admission.check()
        admission.refuse(until: time.now() + .seconds(30), cause: .connect)
        #expect(admission.admit() == 0)
    }

    @Test("A shutdown is final, except for lease holders")
    func shutDown() throws {
        admission.shutDown()
        #expect(refusal()?.code == .shutdown)
        admission.refuse(until: time.now() + .seconds(30), cause: .connect)
        #expect(refusal()?.code == .shutdown)
        #expect(admission.admit() == 0, "that is no outage")
        #expect(refusal()?.code == .shutdown)
        try admission.checkLeased()
    }

    @Test("A shutdown is final also when it races with the breaker")
    func shutDownRaces() async {
        for _ in 0..<200 {
            let admission = Admission(endpoint: "cache:6379", time: time)
            await withTaskGroup { group in
                group.addTask {
                    for _ in 0..<20 {
                        admission.refuse(until: .at(30), cause: .connect)
                        _ = admission.admit()
                    }
                }
                group.addTask { admission.shutDown() }
            }
            #expect(admission.refusal?.code == .shutdown)
        }
    }

    @Test("Refusing a call costs next to nothing")
    func cost() {
        admission.refuse(until: time.now() + .seconds(30), cause: .connect)
        let count = 10_000
        var refused = 0
        // The best of some rounds: what else the machine does is no part of the cost. Nothing is thrown, because the test
        // framework takes a backtrace of everything that is.
        let time = (0..<5).map { _ in
            ContinuousClock().measure {
                for _ in 0..<count where admission.refusal != nil { refused += 1 }
            }
        }.min()
        #expect(refused == 5 * count)
        #if DEBUG
            #expect(time.map { $0 / count < .microseconds(50) } == true)
        #else
            #expect(time.map { $0 / count < .microseconds(1) } == true)
        #endif
    }
}

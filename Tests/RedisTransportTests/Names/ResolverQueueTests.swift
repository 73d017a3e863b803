import RedisTransport
import Foundation
import Synchronization
import Testing

@Suite("Resolver queue")
struct ResolverQueueTests {
    /// Answers each question when the test says so, in the order in which they were asked.
    private final class Resolver: NameResolver {
        private struct State {
            var asked: [String] = []
            var answers: [Int: ResolverQueue.Addresses] = [:]
        }
        private let state = Mutex(State())

        var asked: [String] { state.withLock { $0.asked } }

        func answer(_ question: Int, _ answer: ResolverQueue.Addresses) {
            state.withLock { $0.answers[question] = answer }
        }

        func resolve(_ host: String) throws -> [String] {
            let question = state.withLock { state in
                state.asked.append(host)
                return state.asked.count - 1
            }
            while true {
                if let answer = state.withLock({ $0.answers[question] }) { return try answer.get() }
                usleep(500)
            }
        }
    }

    private final class Results: Sendable {
        private let waiting = Mutex<[ResolverQueue.Answer]>([])
        func add(_ answer: ResolverQueue.Answer) { waiting.withLock { $0.append(answer) } }
        func next() -> ResolverQueue.Answer? { waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }

    private let resolver = Resolver()
    private let results = Results()
    private let offset = TimeSource.Offset()
    private let queue: ResolverQueue

    init() {
        queue = ResolverQueue(
            resolver: resolver, time: TimeSource(offset: offset), patience: .seconds(100),
            report: { [results] in results.add($0) })
    }

    /// Does what the event loop does with a thread's report.
    private func deliver() throws {
        let patience = ContinuousClock.now + .seconds(20)
        while true {
            if let answer = results.next() { return queue.answered(answer) }
            try #require(ContinuousClock.now < patience, "no thread answered")
            usleep(500)
        }
    }

    private func waitForQuestions(_ count: Int) throws {
        let patience = ContinuousClock.now + .seconds(20)
        while resolver.asked.count < count {
            try #require(ContinuousClock.now < patience, "no thread asked")
            usleep(500)
        }
    }

    private final class Answers {
        var list: [String] = []

        func note(_ name: String) -> (ResolverQueue.Addresses) -> Void {
            { answer in
                switch answer {
                case .success(let addresses): self.list.append("\(name): \(addresses.joined(separator: " "))")
                case .failure(let error): self.list.append("\(name) failed: \(error)")
                }
            }
        }
    }

    @Test("Callers that ask while a thread resolves a name share its answer")
    func shared() throws {
        let answers = Answers()
        for name in ["a", "b", "c"] { queue.resolve("host", answers.note(name)) }
        try waitForQuestions(1)
        resolver.answer(0, .success(["1.2.3.4", "::1"]))
        try deliver()
        #expect(answers.list == ["a: 1.2.3.4 ::1", "b: 1.2.3.4 ::1", "c: 1.2.3.4 ::1"])
        #expect(resolver.asked == ["host"])
    }

    @Test("Answers are not cached: a later question is resolved again")
    func notCached() throws {
        let answers = Answers()
        for (index, address) in ["1.1.1.1", "2.2.2.2"].enumerated() {
            queue.resolve("host", answers.note("a"))
            try waitForQuestions(index + 1)
            resolver.answer(index, .success([address]))
            try deliver()
        }
        #expect(answers.list == ["a: 1.1.1.1", "a: 2.2.2.2"])
    }

    @Test("A failure reaches every waiting caller, in the resolver's words")
    func failure() throws {
        let answers = Answers()
        queue.resolve("host", answers.note("a"))
        queue.resolve("host", answers.note("b"))
        try waitForQuestions(1)
        resolver.answer(0, .failure(NameResolutionError("Name or service not known")))
        try deliver()
        #expect(answers.list == ["a failed: Name or service not known", "b failed: Name or service not known"])
    }

    @Test("Another thread is started when one has not answered within the patience")
    func stuck() throws {
        let answers = Answers()
        queue.resolve("host", answers.note("a"))
        try waitForQuestions(1)
        offset.advance(by: .seconds(50))
        queue.resolve("host", answers.note("b"))
        offset.advance(by: .seconds(51))
        queue.resolve("host", answers.note("c"))
        try waitForQuestions(2)
        resolver.answer(1, .success(["9.9.9.9"]))
        try deliver()
        #expect(answers.list == ["a: 9.9.9.9", "b: 9.9.9.9", "c: 9.9.9.9"])
        // The first thread returns after all, when no caller waits.
        resolver.answer(0, .failure(NameResolutionError("late")))
        try deliver()
        #expect(answers.list.count == 3)
        #expect(resolver.asked.count == 2)
    }

    @Test("Each name gets its own answer, in whatever order the threads finish")
    func names() throws {
        let answers = Answers()
        queue.resolve("a.example", answers.note("a"))
        try waitForQuestions(1)
        queue.resolve("b.example", answers.note("b"))
        try waitForQuestions(2)
        resolver.answer(1, .success(["2.2.2.2"]))
        try deliver()
        #expect(answers.list == ["b: 2.2.2.2"])
        resolver.answer(0, .success(["1.1.1.1"]))
        try deliver()
        #expect(answers.list == ["b: 2.2.2.2", "a: 1.1.1.1"])
        #expect(resolver.asked == ["a.example", "b.example"])
    }

    @Test("At most sixteen threads resolve names at once; further names wait for one to end")
    func sixteenThreads() throws {
        let answers = Answers()
        for index in 0..<18 {
            queue.resolve("host\(index)", answers.note("\(index)"))
            try waitForQuestions(min(index + 1, 16))
        }
        #expect(resolver.asked.count == 16)
        for question in 0..<16 { resolver.answer(question, .success(["1.1.1.1"])) }
        for _ in 0..<16 { try deliver() }
        try waitForQuestions(18)
        for question in 16..<18 { resolver.answer(question, .success(["2.2.2.2"])) }
        for _ in 0..<2 { try deliver() }
        #expect(answers.list.count == 18)
        #expect(answers.list.suffix(2).allSatisfy { $0.hasSuffix(": 2.2.2.2") })
    }

    @Test("A name gets at most four threads, and may start another when one of them ends")
    func fourThreads() throws {
        let answers = Answers()
        for index in 1...6 {
            queue.resolve("host", answers.note("\(index)"))
            try waitForQuestions(min(index, 4))
            offset.advance(by: .seconds(101))
        }
        #expect(resolver.asked.count == 4)
        resolver.answer(2, .success(["3.3.3.3"]))
        try deliver()
        #expect(answers.list == (1...6).map { "\($0): 3.3.3.3" })
        queue.resolve("host", answers.note("7"))
        try waitForQuestions(5)
        resolver.answer(4, .success(["5.5.5.5"]))
        try deliver()
        #expect(answers.list.last == "7: 5.5.5.5")
        for question in [0, 1, 3] { resolver.answer(question, .success(["0.0.0.0"])) }
        for _ in 0..<3 { try deliver() }
        #expect(answers.list.count == 7)
    }
}

@Suite("Name resolver")
struct NameResolverTests {
    @Test(
        "An IP address needs no resolver",
        arguments: ["127.0.0.1", "::1", "fe80::1%eth0", "2001:db8::", "::ffff:10.0.0.1", "0.0.0.0"])
    func addresses(_ text: String) {
        #expect(text.isNumericAddress)
    }

    @Test(
        "A host name needs the resolver",
        arguments: ["localhost", "1.2.3", "1.2.3.4.5", "cache.internal", "", "%eth0", "256.1.1.1", "12345"])
    func names(_ text: String) {
        #expect(!text.isNumericAddress)
    }

    @Test("The system's resolver returns each numeric address once")
    func localhost() throws {
        let addresses = try SystemNameResolver().resolve("localhost")
        #expect(addresses.contains("127.0.0.1") || addresses.contains("::1"))
        #expect(Set(addresses).count == addresses.count)
        #expect(addresses.allSatisfy { $0.isNumericAddress })
    }

    @Test("An impossible name fails with the system's message")
    func unknown() {
        let error = #expect(throws: NameResolutionError.self) {
            // Too long for a name server to be asked.
            try SystemNameResolver().resolve(String(repeating: "a", count: 300))
        }
        #expect(error?.description.isEmpty == false)
    }
}

import RedisFaultInjection
import ResilientRedis
import Testing

extension FaultMatrix {
    @Suite("A connection that is cut after every single byte")
    struct ByteOffsetTests {
        struct Cut: Sendable, CustomTestStringConvertible {
            let request: CutRequest
            let ending: Fault.Ending
            let direction: StreamDirection

            var testDescription: String { "\(request.rawValue), \(ending), \(direction)" }

            static let all: [Cut] = CutRequest.allCases.flatMap { request in
                Fault.Ending.allCases.flatMap { ending in
                    StreamDirection.allCases.map { Cut(request: request, ending: ending, direction: $0) }
                }
            }
        }

        @Test("gives reads their answer, and writes an answer or an unknown outcome", arguments: Cut.all)
        func everyByte(_ cut: Cut) async throws {
            try await Gate.cells.pass {
                let stage = try await Stage()
                try await stage.write("a")
                try await stage.write("b")
                var answered: [Bool] = []
                var increments = IncrementLedger()
                while true {
                    // A connection on which nothing is under way.
                    try await stage.read("a")
                    let fault = stage.proxy.inject(
                        .cut(cut.ending), when: .afterBytes(answered.count, cut.direction))
                    let isAnswered = try await cut.request.perform(stage, &increments)
                    guard fault.hasFired else {
                        #expect(isAnswered)
                        fault.lift()
                        break
                    }
                    answered.append(isAnswered)
                }
                // The last cut came behind the last byte.
                let length = answered.count - 1
                #expect(length >= cut.request.leastLength(cut.direction))
                for (offset, isAnswered) in answered.prefix(length).enumerated() {
                    // An answer to a write whose request or reply was cut would be that of a second try.
                    #expect(isAnswered == cut.request.isReadOnly, "cut after \(offset) of \(length) bytes")
                }
                if cut.direction == .toServer { #expect(answered.last == cut.request.isReadOnly || length > 0) }
                #expect(try await increments.isPlausible(stage))
                #expect(try await stage.end() == [true])
            }
        }
    }

    /// What is sent when the connection is cut.
    enum CutRequest: String, Sendable, CaseIterable {
        case get = "GET"
        case mget = "MGET"
        case readPipeline = "a pipeline of reads"
        case set = "SET"
        case increment = "INCR"
        case writePipeline = "a pipeline with writes"

        var isReadOnly: Bool { [.get, .mget, .readPipeline].contains(self) }

        /// Fewer bytes than these would mean that the cuts did not meet the request or the reply.
        func leastLength(_ direction: StreamDirection) -> Int {
            switch (self, direction) {
            case (_, .toServer): 20
            case (.set, .toClient): 5
            case (.increment, .toClient): 4
            case (_, .toClient): 15
            }
        }

        /// Sends it. Answers whether there was an answer; what else there may be is checked here.
        func perform(_ stage: Stage, _ increments: inout IncrementLedger) async throws -> Bool {
            let client = stage.client
            let attempt: Attempt<Bool>
            switch self {
            case .get:
                attempt = await tried { try await stage.read("b") != nil }
            case .mget:
                attempt = await tried {
                    let values = try await client.mget(["a", "none", "b"], as: String.self)
                    return values == [Stage.value(of: "a"), nil, Stage.value(of: "b")]
                }
            case .readPipeline:
                attempt = await tried {
                    let (b, length, a) = try await client.pipeline(
                        .get("b", as: String.self), .strlen("none"), .get("a", as: String.self))
                    return a == Stage.value(of: "a") && b == Stage.value(of: "b") && length == 0
                }
            case .set:
                attempt = await tried {
                    try await stage.write("set")
                    return true
                }
                // Nothing but this was ever written, so nothing else may be read.
                let value = try await client.get("set", as: String.self)
                #expect(value == Stage.value(of: "set") || value == nil)
                _ = try await client.del("set")
            case .increment:
                attempt = await tried { try await client.incr("count") > 0 }
                increments.add(attempt)
            case .writePipeline:
                attempt = await tried {
                    let (isSet, _, b) = try await client.pipeline(
                        .set("set", "x"), .incr("count"), .get("b", as: String.self))
                    return isSet && b == Stage.value(of: "b")
                }
                increments.add(attempt)
            }
            switch attempt.result {
            case .success(let isRight): #expect(isRight, "a wrong answer")
            case .failure(let error):
                #expect(!isReadOnly, "\(error)")
                #expect(attempt.error?.code == .connectionLost && attempt.error?.outcome == .unknown, "\(error)")
            }
            #expect(attempt.duration < slack)
            return attempt.value != nil
        }
    }

    /// How often a counter was incremented, as far as that is known.
    struct IncrementLedger: Sendable {
        private var certain = 0
        private var possible = 0

        mutating func add(_ attempt: Attempt<Bool>) {
            possible += 1
            if attempt.value != nil { certain += 1 }
        }

        func isPlausible(_ stage: Stage) async throws -> Bool {
            let count = try await stage.client.get("count", as: Int.self) ?? 0
            return (certain...possible).contains(count)
        }
    }
}

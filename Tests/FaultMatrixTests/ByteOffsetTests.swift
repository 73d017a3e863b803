import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    @Suite("Connections that are cut after every single byte")
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

        @Test(
            "A connection that is cut after every single byte gives reads their answer, and writes an answer or an unknown outcome",
            arguments: Cut.all)
        func everyByte(_ cut: Cut) async throws {
            try await Gate.cells.pass {
                try await measuring {
                    let environment = try await MatrixEnvironment()
                    try await environment.write("a")
                    try await environment.write("b")
                    var answered: [Bool] = []
                    var increments = IncrementLedger()
                    while true {
                        // A connection on which nothing is under way.
                        try await environment.read("a")
                        let fault = environment.proxy.inject(
                            .cut(cut.ending), when: .afterBytes(answered.count, cut.direction))
                        let attempt = await cut.request.attempt(environment)
                        fault.lift()
                        try await cut.request.judge(attempt, environment)
                        if cut.request.increments { increments.add(attempt) }
                        let isAnswered = attempt.value != nil
                        guard fault.hasFired else {
                            #expect(isAnswered)
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
                    #expect(try await increments.isPlausible(environment))
                    #expect(try await environment.end() == [true])
                }
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
        var increments: Bool { [.increment, .writePipeline].contains(self) }

        /// Fewer bytes than these would mean that the cuts did not meet the request or the reply.
        func leastLength(_ direction: StreamDirection) -> Int {
            switch (self, direction) {
            case (_, .toServer): 20
            case (.set, .toClient): 5
            case (.increment, .toClient): 4
            case (_, .toClient): 15
            }
        }

        /// Sends it, and says whether the answer is right.
        func attempt(_ environment: MatrixEnvironment) async -> Attempt<Bool> {
            let client = environment.client
            return await tried {
                switch self {
                case .get: return try await environment.read("b") != nil
                case .mget:
                    let values = try await client.mget(["a", "none", "b"], as: String.self)
                    return values == [MatrixEnvironment.value(of: "a"), nil, MatrixEnvironment.value(of: "b")]
                case .readPipeline:
                    let (b, length, a) = try await client.pipeline(
                        .get("b", as: String.self), .strlen("none"), .get("a", as: String.self))
                    return a == MatrixEnvironment.value(of: "a") && b == MatrixEnvironment.value(of: "b") && length == 0
                case .set: return try await client.set("set", MatrixEnvironment.value(of: "set"))
                case .increment: return try await client.incr("count") > 0
                case .writePipeline:
                    let (isSet, count, b) = try await client.pipeline(
                        .set("set", MatrixEnvironment.value(of: "set")), .incr("count"), .get("b", as: String.self))
                    return isSet && count > 0 && b == MatrixEnvironment.value(of: "b")
                }
            }
        }

        /// Checks what the caller got, and what is on the server.
        func judge(_ attempt: Attempt<Bool>, _ environment: MatrixEnvironment) async throws {
            switch attempt.result {
            case .success(let isRight): #expect(isRight, "a wrong answer")
            case .failure(let error):
                #expect(!isReadOnly, "\(error)")
                #expect(attempt.error?.code == .connectionLost && attempt.error?.outcome == .unknown, "\(error)")
            }
            #expect(attempt.duration < environment.slack)
            guard self == .set || self == .writePipeline else { return }
            let value = try await environment.client.get("set", as: String.self)
            #expect(value == MatrixEnvironment.value(of: "set") || (value == nil && attempt.value == nil))
            // What was just read came on a connection that was not cut.
            _ = try await environment.client.del("set")
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

        func isPlausible(_ environment: MatrixEnvironment) async throws -> Bool {
            let count = try await environment.client.get("count", as: Int.self) ?? 0
            return (certain...possible).contains(count)
        }
    }
}

extension FaultPlan {
    /// Makes a plan of one to four faults of all kinds, which depends on the seed and the duration only.
    ///
    /// - Parameters:
    ///   - seed: The same seed makes the same plan, on every machine.
    ///   - duration: The plan's duration. Default: 50 ms.
    public static func random(seed: UInt64, duration: Duration = .milliseconds(50)) -> FaultPlan {
        var random = SeededRandom(seed: seed)
        let length = max(duration, .milliseconds(1))
        var plan = FaultPlan(seed: seed)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let fault = Fault.random(within: length, using: &random)
            let trigger = FaultTrigger.random(within: length, using: &random)
            let start = length.share(0..<0.7, using: &random)
            plan = plan.at(
                start,
                fault,
                for: min(length - start, length.share(0.05..<0.6, using: &random)),
                when: trigger,
                direction: FaultDirection.allCases.randomElement(using: &random) ?? .both,
                probability: Bool.random(using: &random) ? 1 : 0.5
            )
        }
        return plan.ending(at: length)
    }
}

extension Fault {
    fileprivate static func random(within length: Duration, using random: inout SeededRandom) -> Fault {
        let time = length.share(0.02..<0.3, using: &random)
        let errors = ServerErrorReply.canned
        let all: [Fault] = [
            .refuse, .acceptThenClose, .fullBacklog, .slowAccept(time), .reset, .fin, .halfOpen, .silentDrop,
            .blackHole,
            .latency(time, jitter: time * 0.5), .bandwidth(bytesPerSecond: .random(in: 1000...100_000, using: &random)),
            .slicing(bytes: .random(in: 1...16, using: &random)), .slowDrip(every: time * 0.05), .slowClose(time),
            .replaceReply(with: "+REPLACED\r\n"), .delayReply(time), .swallowReply, .duplicateReply,
            .truncateReply(bytes: .random(in: 0...6, using: &random)), .reorderReply, .prependReply("+UNASKED\r\n"),
            .errorReply(errors.randomElement(using: &random) ?? .loading),
            .garbage(bytes: .random(in: 1...64, using: &random)), .giantHeader,
            .deepNesting(levels: .random(in: 8...2000, using: &random)),
        ]
        return all.randomElement(using: &random) ?? .reset
    }
}

extension FaultTrigger {
    fileprivate static func random(within length: Duration, using random: inout SeededRandom) -> FaultTrigger {
        let all: [FaultTrigger] = [
            .onConnect(.random(in: 1...3, using: &random)),
            .onCommand("GET", nth: .random(in: 1...5, using: &random)),
            .onCommand("SET", nth: .random(in: 1...5, using: &random)),
            .afterBytes(.random(in: 0...300, using: &random), .toServer),
            .afterBytes(.random(in: 0...300, using: &random), .toClient),
            .afterReplies(.random(in: 0...8, using: &random)),
            .afterIdle(length.share(0.02..<0.2, using: &random)),
        ]
        // Half of the faults need no trigger, so that most of them do happen.
        return Bool.random(using: &random) ? .now : all.randomElement(using: &random) ?? .now
    }
}

extension Duration {
    /// A random part of the duration, in whole microseconds so that it prints exactly.
    fileprivate func share(_ range: Range<Double>, using random: inout SeededRandom) -> Duration {
        .microseconds(Int64(self / .microseconds(1) * Double.random(in: range, using: &random)))
    }
}

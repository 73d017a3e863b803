import RedisFaultInjection
import Testing

@Suite("The ledgers of a workload")
struct WorkloadLedgerTests {
    private func ledger(_ outcomes: [WriteOutcome], mayForget: Bool = false) -> (KeyLedger, values: [String]) {
        var ledger = KeyLedger(key: "a", mayForget: mayForget)
        let values = outcomes.map { outcome in
            let value = ledger.nextValue(size: 20)
            ledger.lastWriteEnded(outcome)
            return value
        }
        return (ledger, values)
    }

    private func isLost(_ verdict: Verdict) -> Bool { if case .lost = verdict { true } else { false } }
    private func isWrong(_ verdict: Verdict) -> Bool { if case .wrong = verdict { true } else { false } }
    private func isDuplicated(_ verdict: Verdict) -> Bool { if case .duplicated = verdict { true } else { false } }

    @Test("Values name their key, are numbered, and have the size asked for")
    func values() {
        let (_, values) = ledger([.acknowledged, .acknowledged])
        #expect(values == ["a#1#................", "a#2#................"])
    }

    @Test("The last acknowledged write may be read, and what was written after it, and nothing older")
    func acknowledged() {
        let (ledger, values) = ledger([.acknowledged, .acknowledged, .unknown, .notRun])
        #expect(isLost(ledger.judge(values[0])))
        for value in values[1...] { #expect(ledger.judge(value) == .fine) }
        #expect(isLost(ledger.judge(nil)))
    }

    @Test("A write of unknown outcome may take effect later, after an acknowledged one")
    func unknown() {
        let (ledger, values) = ledger([.unknown, .notRun, .acknowledged])
        #expect(ledger.judge(values[0]) == .fine)
        #expect(isLost(ledger.judge(values[1])))
    }

    @Test("Nothing is there before the first write has been acknowledged, or when the server may forget")
    func nothing() {
        #expect(ledger([]).0.judge(nil) == .fine)
        #expect(ledger([.unknown, .notRun]).0.judge(nil) == .fine)
        #expect(ledger([.acknowledged], mayForget: true).0.judge(nil) == .fine)
    }

    @Test(
        "Another key's value is wrong, and so is one that was never written",
        arguments: ["b#1#", "a#2#", "a#0#", "a#", "", "aa#1#", "a#1"])
    func wrong(value: String) {
        #expect(isWrong(ledger([.acknowledged]).0.judge(value)))
    }

    @Test("Increments count up by one, except over those of unknown outcome")
    func counting() {
        var counter = CounterLedger(key: "n", mayForget: false)
        #expect(counter.answered(1) == .fine)
        #expect(counter.answered(2) == .fine)
        counter.failed(.notRun)
        #expect(counter.answered(3) == .fine)
        counter.failed(.unknown)
        counter.failed(.unknown)
        #expect(counter.answered(5) == .fine)
        #expect(counter.judge(4) == .fine)
        #expect(counter.judge(6) == .fine)
        #expect(isLost(counter.judge(3)))
        #expect(isDuplicated(counter.judge(7)))
    }

    @Test("An answer that came before, and an increment that ran twice, are found")
    func duplicated() {
        var counter = CounterLedger(key: "n", mayForget: false)
        #expect(counter.answered(1) == .fine)
        #expect(isDuplicated(counter.answered(1)))
        var twice = CounterLedger(key: "n", mayForget: false)
        #expect(isDuplicated(twice.answered(2)))
    }

    @Test("A server that may forget counts from the beginning again")
    func forgotten() {
        var counter = CounterLedger(key: "n", mayForget: true)
        #expect(counter.answered(1) == .fine)
        #expect(counter.answered(2) == .fine)
        #expect(counter.answered(1) == .fine)
        #expect(counter.answered(2) == .fine)
        #expect(isDuplicated(counter.answered(4)))
    }
}

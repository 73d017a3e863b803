import Synchronization

/// What the cache stands before, for one call: gives a key's value, and knows how long the call had to wait for it.
///
/// Every load has a number, which is part of the value that it gives. So it shows whether an answer had been in the
/// cache or was loaded while the call waited, be it by another call.
final class WorkloadSource: Sendable {
    private let key: String
    private let time: Duration
    private let log: LoadLog
    private let ownLoads = Mutex<[LoadLog.Load]>([])

    init(key: String, time: Duration, log: LoadLog) {
        self.key = key
        self.time = time
        self.log = log
    }

    var hasLoaded: Bool { ownLoads.withLock { !$0.isEmpty } }

    func load() async -> String {
        let start = ContinuousClock.now
        if time > .zero { try? await Task.sleep(for: time) }
        let load = LoadLog.Load(start: start, end: .now)
        ownLoads.withLock { $0.append(load) }
        return "\(key)#\(log.add(load))#"
    }

    /// How much of the time between two instants was spent on the load that gave `value`, and on loads of this call's
    /// own; `nil` when there was no such load.
    func timeWaited(
        for value: String?, from began: ContinuousClock.Instant, until ended: ContinuousClock.Instant
    ) -> Duration? {
        var loads = ownLoads.withLock { $0 }
        if loads.isEmpty, let value, let number = KeyLedger.number(in: value, of: key), let load = log.load(number) {
            loads = [load]
        }
        let waits = loads.compactMap { load -> Duration? in
            load.end > began ? min(load.end, ended) - max(load.start, began) : nil
        }
        return waits.isEmpty ? nil : waits.reduce(.zero, +)
    }
}

/// When the latest loads of a workload's source began and ended.
final class LoadLog: Sendable {
    struct Load: Sendable {
        let start: ContinuousClock.Instant
        let end: ContinuousClock.Instant
    }

    /// More than can be under way at a time; an older load's value came from the cache.
    private static let capacity = 8192

    private struct State {
        var count = 0
        var latest: [Load] = []
    }

    private let state = Mutex(State())

    /// Takes a load down, and gives it a number.
    func add(_ load: Load) -> Int {
        state.withLock { state in
            let number = state.count
            state.count += 1
            if state.latest.count < Self.capacity {
                state.latest.append(load)
            } else {
                state.latest[number % Self.capacity] = load
            }
            return number
        }
    }

    func load(_ number: Int) -> Load? {
        state.withLock { state in
            guard number >= 0, number < state.count, number >= state.count - Self.capacity else { return nil }
            return state.latest[number % Self.capacity]
        }
    }
}

import Foundation
import Metrics
import Synchronization

/// A metrics back end whose counters of one server block for as long as a test says.
struct BlockableMetrics: MetricsFactory {
    private static let blocked = Mutex<Set<String>>([])
    private let base: any MetricsFactory

    init(_ base: any MetricsFactory) { self.base = base }

    static func block(port: Int) { blocked.withLock { _ = $0.insert("\(port)") } }
    static func unblock(port: Int) { blocked.withLock { _ = $0.remove("\(port)") } }

    private final class BlockingCounter: CounterHandler {
        private let base: any CounterHandler
        private let port: String?

        init(base: any CounterHandler, port: String?) {
            self.base = base
            self.port = port
        }

        func increment(by amount: Int64) {
            let end = Date(timeIntervalSinceNow: 20)
            while let port, BlockableMetrics.blocked.withLock({ $0.contains(port) }), Date() < end {
                Thread.sleep(forTimeInterval: 0.005)
            }
            base.increment(by: amount)
        }
        func reset() { base.reset() }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        BlockingCounter(
            base: base.makeCounter(label: label, dimensions: dimensions),
            port: dimensions.first { $0.0 == "server.port" }?.1)
    }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        base.makeRecorder(label: label, dimensions: dimensions, aggregate: aggregate)
    }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        base.makeMeter(label: label, dimensions: dimensions)
    }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        base.makeTimer(label: label, dimensions: dimensions)
    }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

import ResilientRedisClient
import Synchronization

/// Records the events that a listener receives.
final class InvalidationRecorder: InvalidationListener {
    enum Event: Equatable, CustomStringConvertible {
        case began
        case changed(String)
        case everything
        case ended

        var description: String {
            switch self {
            case .began: "began"
            case .changed(let key): "changed \(key)"
            case .everything: "everything"
            case .ended: "ended"
            }
        }
    }

    private let recorded = Mutex<[Event]>([])

    var events: [Event] { recorded.withLock { $0 } }

    func trackingBegan() { record(.began) }

    func keysChanged(_ keys: [[UInt8]]?) {
        guard let keys else { return record(.everything) }
        for key in keys { record(.changed(String(decoding: key, as: UTF8.self))) }
    }

    func trackingEnded() { record(.ended) }

    private func record(_ event: Event) { recorded.withLock { $0.append(event) } }

    /// Waits until the events end with these.
    func hears(_ last: Event...) async throws {
        while events.suffix(last.count) != last[...] { try await Task.sleep(for: .milliseconds(1)) }
    }
}

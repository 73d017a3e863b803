import RedisTransport
import Dispatch
internal import ResilientRedisClient
import Synchronization

/// Host names that resolve as a test says: to certain addresses, not at all, or never.
///
/// ```swift
/// let names = FaultyResolver(["redis.test": .addresses(["127.0.0.1"])])
/// let redis = try RedisClient(RedisConfiguration(endpoint: .tcp(host: "redis.test", port: server.port)), nameResolver: names)
/// names["redis.test"] = .failure("no such host")     // from the next connect on
/// names["redis.test"] = .addresses(["127.0.0.2"])    // the server has moved
/// ```
///
/// A client asks at every connect and on a thread of its own, as it asks the system. Safe to use from any thread.
public final class FaultyResolver: Sendable {
    /// What becomes of a question.
    public enum Answer: Sendable, Hashable {
        /// The name has these IPv4 or IPv6 addresses, to be tried in this order.
        case addresses([String])
        /// The name cannot be resolved, for the reason given.
        case failure(String)
        /// The question stays open until the name is given another answer. It holds one of the client's threads until
        /// then, as a name server that does not answer does: give another answer before the test ends.
        case stall
        /// The system resolves the name.
        case system
    }

    private struct State {
        var answers: [String: Answer]
        var questions: [String: Int] = [:]
        /// The lookups that wait for another answer.
        var stalled: [DispatchSemaphore] = []
    }

    private let state: Mutex<State>

    /// Makes a resolver.
    ///
    /// - Parameter answers: What becomes of which name. Other names go to the system.
    public init(_ answers: [String: Answer] = [:]) {
        state = Mutex(State(answers: answers))
    }

    /// What becomes of a question for `name` from now on; ``Answer/system`` unless something else was set.
    public subscript(name: String) -> Answer {
        get { state.withLock { $0.answers[name] ?? .system } }
        set {
            let stalled = state.withLock { state in
                state.answers[name] = newValue
                defer { state.stalled = [] }
                return state.stalled
            }
            for waiter in stalled { waiter.signal() }
        }
    }

    /// How often `name` was looked up.
    public func questions(for name: String) -> Int { state.withLock { $0.questions[name] ?? 0 } }

    /// How many questions are stalled now.
    public var stalledQuestions: Int { state.withLock { $0.stalled.count } }
}

extension FaultyResolver: NameResolver {
    package func resolve(_ host: String) throws -> [String] {
        state.withLock { $0.questions[host, default: 0] += 1 }
        while true {
            let (answer, waiter) = state.withLock { state in
                let answer = state.answers[host] ?? .system
                guard answer == .stall else { return (answer, nil as DispatchSemaphore?) }
                let waiter = DispatchSemaphore(value: 0)
                state.stalled.append(waiter)
                return (answer, waiter)
            }
            switch answer {
            case .addresses(let list) where list.isEmpty: throw NameResolutionError("the name has no address")
            case .addresses(let list): return list
            case .failure(let reason): throw NameResolutionError(reason)
            case .system: return try SystemNameResolver().resolve(host)
            case .stall: waiter?.wait()
            }
        }
    }
}

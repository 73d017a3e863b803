import RedisTransport
import Dispatch
internal import ResilientRedisClient
import Synchronization

/// A resolver whose answers a test sets: addresses, an error, or no answer at all.
///
/// ```swift
/// let names = FaultyResolver(["redis.test": .addresses(["127.0.0.1"])])
/// let configuration = RedisConfiguration(endpoint: .tcp(host: "redis.test", port: server.port))
/// let redis = try RedisClient(configuration, nameResolver: names)
/// names["redis.test"] = .failure("no such host")     // from the next connect on
/// names["redis.test"] = .addresses(["127.0.0.2"])    // the server has moved
/// ```
///
/// A client calls it at every connect, on a thread of its own, as it calls the system's resolver. Safe to use from any
/// thread.
public final class FaultyResolver: Sendable {
    /// The result of a lookup.
    public enum Answer: Sendable, Hashable {
        /// The name has these IPv4 or IPv6 addresses, to be tried in this order.
        case addresses([String])
        /// The name cannot be resolved, for the reason given.
        case failure(String)
        /// The lookup does not end until the name is given another answer. It holds one of the client's threads until
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
    /// - Parameter answers: The answer for each name. Other names are resolved by the system.
    public init(_ answers: [String: Answer] = [:]) {
        state = Mutex(State(answers: answers))
    }

    /// The answer to lookups of `name` from now on. Default: ``Answer/system``.
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

    /// How many lookups are suspended now.
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

import FoundationEssentials

/// What asking Redis for a value came to.
enum CacheLookup: Sendable, Equatable {
    /// There is a value, not yet decoded.
    case found(Data)
    /// There is none.
    case absent
    /// There is something that cannot be read as the value asked for.
    case undecodable
    /// Redis was not asked, because it is known to be unavailable or there is no client.
    case bypassed
    /// Redis was asked and failed.
    case failed
    /// Redis was asked and did not answer in time.
    case timedOut
    /// The caller's task was cancelled.
    case cancelled

    /// Reads the failure of a `GET`.
    init(failure error: any Error) {
        switch error {
        case is CancellationError: self = .cancelled
        case let error as RedisError:
            switch error.code {
            case .unavailable, .shutdown: self = .bypassed
            case .timeout: self = .timedOut
            case .server where error.reply?.name == "WRONGTYPE": self = .undecodable
            case .decoding: self = .undecodable
            default: self = .failed
            }
        default: self = .failed
        }
    }

    /// Whether the loaded value is to be written, if Redis is available by then.
    ///
    /// Not after a timeout: a caller would wait for a second one.
    var isFollowedByWrite: Bool {
        switch self {
        case .found, .absent, .undecodable, .failed: true
        case .bypassed, .timedOut, .cancelled: false
        }
    }
}

extension RedisCache {
    /// Asks Redis for a value. Kept apart from decoding, so that it is compiled once and not for every type.
    func look(up key: String) async -> CacheLookup {
        guard let client = currentClient() else { return .bypassed }
        do {
            guard let data = try await client.get(key, as: Data.self) else { return .absent }
            return .found(data)
        } catch {
            let lookup = CacheLookup(failure: error)
            faults.note(lookup == .undecodable ? .undecodable : .read, failure: error)
            return lookup
        }
    }
}

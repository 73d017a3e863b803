import FoundationEssentials

extension RedisCache {
    /// Far below where the server's arithmetic on expiry times would overflow.
    private static let longestTTL = Duration.seconds(100 * 365 * 86_400)

    /// Stores a loaded value, if Redis can be expected to take it. What goes wrong is counted and never thrown.
    func store(_ value: some Encodable, as key: String, for ttl: Duration) async {
        // The client is taken anew: it may have been replaced, or have found out about an outage, during the load.
        // A cancelled load may have returned half a result.
        guard ttl > .zero, !Task.isCancelled, let client = currentClient(), client.availability.isAvailable else {
            return counters.writesSkipped.increment()
        }
        let data: Data
        do {
            data = try coder.encode(value)
        } catch {
            faults.note(.unencodable, "\(type(of: value))")
            return counters.unencodable.increment()
        }
        await write(data, as: key, for: min(ttl, Self.longestTTL), with: client)
    }

    private func write(_ data: Data, as key: String, for ttl: Duration, with client: RedisClient) async {
        do {
            try await client.set(key, data, expiresIn: ttl)
            counters.writes.increment()
        } catch is CancellationError {
            counters.writesSkipped.increment()
        } catch let error as RedisError where [.unavailable, .shutdown].contains(error.code) {
            counters.writesSkipped.increment()
        } catch {
            faults.note(.write, failure: error)
            counters.writeFailures.increment()
        }
    }
}

import ResilientRedisClient

/// The scripts of a lease. Each is one step on the server.
enum CacheLease {
    /// Takes the lease of a key, or shares the one that is there.
    static let take = """
        local token = redis.call('GET', KEYS[1])
        if token then redis.call('PEXPIRE', KEYS[1], ARGV[2]) return token end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return ARGV[1]
        """
    /// Stores a value if the lease is still there; with `NX` only if there is nothing yet. Answers 0 without a lease, 1
    /// when it has stored it, 2 when there is something.
    static let store = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        if ARGV[4] == 'NX' and redis.call('EXISTS', KEYS[2]) == 1 then return 2 end
        redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
        return 1
        """
}

extension CacheCore {
    /// Takes leases before a load. `nil` for those that were not to be had: their values are not stored.
    func takeLeases(_ lease: RedisCache.Lease, _ keys: [CacheKey], _ client: RedisClient) async -> [String?] {
        let duration = max(1, WholeMilliseconds(lease.duration).count)
        do {
            let replies = try await client.pipeline { pipeline in
                for key in keys {
                    var encoder = RESPEncoder("EVAL")
                    encoder.append(CacheLease.take)
                    encoder.append(1)
                    encoder.append(self.keys.lease(key))
                    encoder.append(String(CacheStamp.random()))
                    encoder.append(duration)
                    pipeline.append(RedisCommand<String>(encoder, traits: []))
                }
            }
            return replies.map { reply in
                switch reply {
                case .success(let value): return value.string
                case .failure(let error):
                    faults.note(.write, failure: error)
                    return nil
                }
            }
        } catch {
            faults.note(.write, failure: error)
            return keys.map { _ in nil }
        }
    }
}

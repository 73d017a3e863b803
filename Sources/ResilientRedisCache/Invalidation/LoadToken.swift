import ResilientRedisClient

/// The scripts of a load token. Each is one step on the server.
enum LoadTokenScript {
    /// Takes the load token of a key, or shares the one that is there.
    static let take = """
        local token = redis.pcall('GET', KEYS[1])
        if type(token) == 'table' then redis.call('DEL', KEYS[1]) token = false end
        if token then redis.call('PEXPIRE', KEYS[1], ARGV[2]) return token end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return ARGV[1]
        """
    /// Stores a value if the token is still there; with `NX` only if there is nothing yet. Returns 0 without a token, 1
    /// when it has stored the value, 2 when there is something.
    static let store = """
        if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
        if ARGV[4] == 'NX' and redis.call('EXISTS', KEYS[2]) == 1 then return 2 end
        redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
        return 1
        """
}

extension CacheLoader {
    /// Takes load tokens before a load. `nil` for those that Redis did not give: their values are not stored.
    func takeTokens(
        _ setting: RedisCache.LoadToken, _ keys: [CacheKey], _ backend: any CacheBackend
    ) async -> [String?] {
        let duration = max(1, WholeMilliseconds(setting.duration).count)
        do {
            let replies = try await backend.pipeline { pipeline in
                for key in keys {
                    var encoder = RESPEncoder("EVAL")
                    encoder.append(LoadTokenScript.take)
                    encoder.append(1)
                    encoder.append(context.keys.loadToken(key))
                    encoder.append(String(CacheStamp.random()))
                    encoder.append(duration)
                    pipeline.append(RedisCommand<String>(encoder, traits: []))
                }
            }
            return replies.map { reply in
                switch reply {
                case .success(let value): return value.string
                case .failure(let error):
                    context.faults.note(.write, failure: error)
                    return nil
                }
            }
        } catch {
            context.faults.note(.write, failure: error)
            return keys.map { _ in nil }
        }
    }
}

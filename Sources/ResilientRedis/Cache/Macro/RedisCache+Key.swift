extension RedisCache {
    /// Returns the value stored under a key, or loads it from its source and stores it. `@cached` calls it.
    ///
    /// It does what ``cached(key:ttl:options:isolation:cacheIf:load:)-(String,_,_,_,_,_)`` does, but neither reads nor stores
    /// under a key that is not ``RedisCacheKey/isShareable``: the value comes from its source, is counted as a bypass,
    /// and the log tells of it once.
    ///
    /// - Parameters:
    ///   - key: Names the value within the ``namespace``.
    ///   - ttl: How long the value lives in Redis. Default: the cache's ``RedisCache/ttl``.
    ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
    ///   - isolation: Where `load` runs; leave it out.
    ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
    ///   - load: Gets the value from its source.
    /// - Returns: The stored or the loaded value.
    /// - Throws: What `load` throws, unchanged, and nothing else.
    public func cached<Value: Codable, Failure: Error>(
        key: RedisCacheKey,
        ttl: Duration? = nil,
        options: Options? = nil,
        isolation: isolated (any Actor)? = #isolation,
        cacheIf: (Value) -> Bool = { _ in true },
        load: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var options = options ?? self.options
        if !key.isShareable {
            options.bypass = true
            faults.note(.unshareable, "\(Value.self)")
        }
        return try await cached(
            key: key.text, ttl: ttl, options: options, isolation: isolation, cacheIf: cacheIf, load: load)
    }
}

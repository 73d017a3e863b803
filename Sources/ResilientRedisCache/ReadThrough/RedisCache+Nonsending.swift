import ResilientRedisClient

extension RedisCache {
    /// The same cache, for callers that are `nonisolated(nonsending)`.
    ///
    /// In a module with the upcoming feature `NonisolatedNonsendingByDefault`, an async function that is not isolated runs on
    /// its caller's actor. So does `load` when it is given to this form:
    ///
    /// ```swift
    /// final class Users {                                  // not Sendable
    ///     func user(_ id: Int) async throws -> User {      // runs on the caller's actor
    ///         try await cache.nonsending.cached(key: "user:\(id)") { try await self.fetch(id) }
    ///     }
    /// }
    /// ```
    ///
    /// Without ``nonsending``, `load` would run on the global executor there, as the closures of the standard library's
    /// `withTaskCancellationHandler` do, beside whatever the actor does meanwhile. In modules without the feature, in actors,
    /// and in functions of a global actor there is no difference. `@cached` uses the right form by itself.
    public var nonsending: Nonsending { Nonsending(cache: self) }

    /// Functions of ``RedisCache`` whose `load` is `nonisolated(nonsending)`. See ``RedisCache/nonsending``.
    public struct Nonsending: Sendable {
        let cache: RedisCache

        /// Returns the value stored under a key, or loads it from its source, on the caller's actor, and stores it.
        ///
        /// - Parameters:
        ///   - key: Names the value within the ``RedisCache/namespace``. Everything the value depends on must be in it.
        ///   - ttl: How long the value lives. Default: the cache's ``RedisCache/ttl``.
        ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
        ///   - isolation: Where `load` runs; leave it out.
        ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
        ///   - load: Gets the value from its source.
        /// - Returns: The stored or the loaded value.
        /// - Throws: What `load` throws, unchanged, and nothing else. Nothing is stored then.
        public func cached<Value: Codable, Failure: Error>(
            key: String,
            ttl: Duration? = nil,
            options: Options? = nil,
            isolation: isolated (any Actor)? = #isolation,
            cacheIf: (Value) -> Bool = { _ in true },
            load: nonisolated(nonsending) () async throws(Failure) -> Value
        ) async throws(Failure) -> Value {
            try await cache.readThrough(
                cache.lookInProcess(key, ttl, options), ttl, options, isolation: isolation, share: { _ in nil },
                cacheIf, load)
        }

        /// Returns the value stored under a key, or loads it from its source, on the caller's actor, and stores it.
        ///
        /// The in-process level keeps the value itself instead of its encoded form.
        ///
        /// - Parameters:
        ///   - key: Names the value within the ``RedisCache/namespace``. Everything the value depends on must be in it.
        ///   - ttl: How long the value lives. Default: the cache's ``RedisCache/ttl``.
        ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
        ///   - isolation: Where `load` runs; leave it out.
        ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
        ///   - load: Gets the value from its source.
        /// - Returns: The stored or the loaded value.
        /// - Throws: What `load` throws, unchanged, and nothing else. Nothing is stored then.
        public func cached<Value: Codable & Sendable, Failure: Error>(
            key: String,
            ttl: Duration? = nil,
            options: Options? = nil,
            isolation: isolated (any Actor)? = #isolation,
            cacheIf: (Value) -> Bool = { _ in true },
            load: nonisolated(nonsending) () async throws(Failure) -> Value
        ) async throws(Failure) -> Value {
            try await cache.readThrough(
                cache.lookInProcess(key, ttl, options), ttl, options, isolation: isolation, share: { $0 }, cacheIf,
                load)
        }

        /// Returns the value stored under a key, or loads it on the caller's actor and stores it. `@cached` calls it.
        ///
        /// - Parameters:
        ///   - key: Names the value within the ``RedisCache/namespace``.
        ///   - ttl: How long the value lives. Default: the cache's ``RedisCache/ttl``.
        ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
        ///   - isolation: Where `load` runs; leave it out.
        ///   - share: Gives the value itself to the in-process level, if other tasks may have it. Default: never.
        ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
        ///   - load: Gets the value from its source.
        /// - Returns: The stored or the loaded value.
        /// - Throws: What `load` throws, unchanged, and nothing else. Nothing is stored then.
        public func cached<Value: Codable, Failure: Error>(
            key: RedisCacheKey,
            ttl: Duration? = nil,
            options: Options? = nil,
            isolation: isolated (any Actor)? = #isolation,
            share: (Value) -> (any Sendable)? = { _ in nil },
            cacheIf: (Value) -> Bool = { _ in true },
            load: nonisolated(nonsending) () async throws(Failure) -> Value
        ) async throws(Failure) -> Value {
            try await cache.readThrough(
                cache.lookInProcess(key, ttl, options, Value.self), ttl, options, isolation: isolation, share: share,
                cacheIf, load)
        }

        /// Returns the values stored under several keys, and loads those that are missing with one load, on the caller's
        /// actor.
        ///
        /// - Parameters:
        ///   - keys: Name the values within the ``RedisCache/namespace``. One that occurs twice counts once.
        ///   - ttl: How long the values live. Default: the cache's ``RedisCache/ttl``.
        ///   - options: How this call treats the values. Default: the cache's ``RedisCache/options``.
        ///   - isolation: Where `load` runs; leave it out.
        ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
        ///   - load: Gets the values of the keys that are missing, in the order given. It may leave some out.
        /// - Returns: The values by key; without those that the source does not have either.
        /// - Throws: What `load` throws, unchanged, and nothing else; unless expired values may be served for all.
        public func cachedMany<Value: Codable, Failure: Error>(
            keys: [String],
            ttl: Duration? = nil,
            options: Options? = nil,
            isolation: isolated (any Actor)? = #isolation,
            cacheIf: (Value) -> Bool = { _ in true },
            load: nonisolated(nonsending) (_ missing: [String]) async throws(Failure) -> [String: Value]
        ) async throws(Failure) -> [String: Value] {
            try await cache.readThrough(keys, ttl, options, isolation: isolation, cacheIf, load)
        }
    }
}

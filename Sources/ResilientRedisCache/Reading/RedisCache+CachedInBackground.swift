import ResilientRedisClient

extension RedisCache {
    /// Returns the value stored under a key, or loads it in a task of its own, which may outlive the call.
    ///
    /// ```swift
    /// let report = try await cache.cached(
    ///     key: "sales", ttl: .seconds(60), options: .init(staleIfError: .seconds(3600)),
    ///     softTimeout: .milliseconds(200)
    /// ) { try await database.salesReport() }
    /// ```
    ///
    /// As the form without a soft timeout, but for this:
    ///
    /// - When the source takes longer than the soft timeout and there is an expired value that ``Options/staleIfError``
    ///   still allows, that one is returned; the load goes on and is stored. With a soft timeout of zero the expired
    ///   value is returned at once, and refreshed behind the caller's back.
    /// - ``Options/refreshAhead`` makes no one wait.
    /// - The load belongs to all who wait for it: it is cancelled when the last of them was cancelled, not before. It has
    ///   the priority and the task-local values of the call that began it.
    ///
    /// - Parameters:
    ///   - key: Names the value within the ``namespace``.
    ///   - ttl: How long the value lives. Default: the cache's ``RedisCache/ttl``.
    ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
    ///   - softTimeout: How long to wait for the source before an expired value is returned.
    ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
    ///   - load: Gets the value from its source.
    /// - Returns: The stored, the loaded or the expired value.
    /// - Throws: What `load` throws, unchanged, and nothing else.
    public func cached<Value: Codable & Sendable, Failure: Error>(
        key: String,
        ttl: Duration? = nil,
        options: Options? = nil,
        softTimeout: Duration,
        cacheIf: @escaping @Sendable (Value) -> Bool = { _ in true },
        load: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let source = BackgroundSource(load: load, cacheIf: cacheIf)
        var limits = SourceLimits(soft: softTimeout, hard: nil)
        let answer = await core.cachedInBackground(
            call(core.keys.key(key), ttl, options), source, &limits)
        switch answer {
        case .value(let value): return value
        case .failure(let error):
            if let failure = error as? Failure { throw failure }
        case .alone, .timedOut: break
        }
        return try await core.loadAlone(load)
    }

    /// As the form without a hard timeout, and gives up on the source after a time.
    ///
    /// ```swift
    /// let report = try await cache.cached(key: "sales", softTimeout: .milliseconds(200), hardTimeout: .seconds(2)) {
    ///     try await database.salesReport()
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - key: Names the value within the ``namespace``.
    ///   - ttl: How long the value lives. Default: the cache's ``RedisCache/ttl``.
    ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
    ///   - softTimeout: How long to wait for the source before an expired value is returned; `nil` until it fails.
    ///   - hardTimeout: How long to wait for the source at all; the time that Redis takes does not count. When no one else
    ///     waits for the load, it is cancelled then.
    ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
    ///   - load: Gets the value from its source.
    /// - Returns: The stored, the loaded or the expired value.
    /// - Throws: What `load` throws, unchanged; ``LoadTimeout`` when the hard timeout has passed and there is no expired
    ///   value to be served.
    public func cached<Value: Codable & Sendable>(
        key: String,
        ttl: Duration? = nil,
        options: Options? = nil,
        softTimeout: Duration? = nil,
        hardTimeout: Duration,
        cacheIf: @escaping @Sendable (Value) -> Bool = { _ in true },
        load: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let source = BackgroundSource(load: load, cacheIf: cacheIf)
        var limits = SourceLimits(soft: softTimeout, hard: hardTimeout)
        let answer = await core.cachedInBackground(
            call(core.keys.key(key), ttl, options), source, &limits)
        switch answer {
        case .value(let value): return value
        case .failure(let error): throw error
        case .timedOut: break
        case .alone: if let value = try await core.loadAlone(until: limits.deadline ?? .now, load) { return value }
        }
        throw LoadTimeout(timeout: hardTimeout)
    }

    /// The source took longer than the hard timeout of the call.
    public struct LoadTimeout: Error, Sendable, Hashable, CustomStringConvertible {
        /// The time that the call allowed.
        public let timeout: Duration

        /// A sentence with the time.
        public var description: String {
            "the source did not give the value within \(timeout.inSeconds), and no expired one may be served"
        }
    }
}

/// Where a value comes from that is loaded in a task of its own.
struct BackgroundSource<Value: Codable & Sendable, Failure: Error>: Sendable {
    let load: @Sendable () async throws(Failure) -> Value
    let cacheIf: @Sendable (Value) -> Bool
}

/// What a call with a load in the background came to.
enum BackgroundAnswer<Value: Sendable>: Sendable {
    case value(Value)
    case failure(any Error)
    case timedOut
    /// The caller was cancelled, or cannot have what the others have: it loads for itself.
    case alone
}

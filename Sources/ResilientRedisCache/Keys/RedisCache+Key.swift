import ResilientRedisClient

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
    ///   - share: Gives the value itself to the in-process level, if other tasks may have it:
    ///     `{ RedisCache.shareable($0) }`. Default: never, so that the value is decoded for each call.
    ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
    ///   - load: Gets the value from its source.
    /// - Returns: The stored or the loaded value.
    /// - Throws: What `load` throws, unchanged, and nothing else.
    public func cached<Value: Codable, Failure: Error>(
        key: RedisCacheKey,
        ttl: Duration? = nil,
        options: Options? = nil,
        isolation: isolated (any Actor)? = #isolation,
        share: (Value) -> (any Sendable)? = { _ in nil },
        cacheIf: (Value) -> Bool = { _ in true },
        load: @concurrent () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await readThrough(
            lookInProcess(key, ttl, options, Value.self), ttl, options, isolation: isolation, share: share, cacheIf,
            load)
    }

    /// A value that only its own task may have: nothing.
    ///
    /// - Parameter value: A value of a type that is not `Sendable`.
    /// - Returns: `nil`.
    public static func shareable<Value>(_ value: Value) -> (any Sendable)? { nil }

    /// A value that any task may have: the value.
    ///
    /// - Parameter value: A value of a type that is `Sendable`.
    /// - Returns: The value.
    public static func shareable<Value: Sendable>(_ value: Value) -> (any Sendable)? { value }

    /// As the form without a soft timeout, with a load that may outlive the call.
    ///
    /// ``cached(key:ttl:options:softTimeout:cacheIf:load:)-(String,_,_,_,_,_)`` tells what that means.
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
        key: RedisCacheKey,
        ttl: Duration? = nil,
        options: Options? = nil,
        softTimeout: Duration,
        cacheIf: @escaping @Sendable (Value) -> Bool = { _ in true },
        load: @escaping @Sendable () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await cached(
            key: key.text, ttl: ttl, options: treatment(of: key, options, Value.self), softTimeout: softTimeout,
            cacheIf: cacheIf, load: load)
    }

    /// As the form without a hard timeout, and gives up on the source after a time.
    ///
    /// - Parameters:
    ///   - key: Names the value within the ``namespace``.
    ///   - ttl: How long the value lives. Default: the cache's ``RedisCache/ttl``.
    ///   - options: How this call treats the value. Default: the cache's ``RedisCache/options``.
    ///   - softTimeout: How long to wait for the source before an expired value is returned; `nil` until it fails.
    ///   - hardTimeout: How long to wait for the source at all.
    ///   - cacheIf: Says whether a loaded value is to be stored. Default: every one.
    ///   - load: Gets the value from its source.
    /// - Returns: The stored, the loaded or the expired value.
    /// - Throws: What `load` throws, unchanged; ``LoadTimeout`` when the hard timeout has passed and there is no expired
    ///   value to be served.
    public func cached<Value: Codable & Sendable>(
        key: RedisCacheKey,
        ttl: Duration? = nil,
        options: Options? = nil,
        softTimeout: Duration? = nil,
        hardTimeout: Duration,
        cacheIf: @escaping @Sendable (Value) -> Bool = { _ in true },
        load: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await cached(
            key: key.text, ttl: ttl, options: treatment(of: key, options, Value.self), softTimeout: softTimeout,
            hardTimeout: hardTimeout, cacheIf: cacheIf, load: load)
    }

    @inline(never)  // Its temporaries would be part of the suspended caller, here and below.
    func lookInProcess(
        _ key: RedisCacheKey, _ ttl: Duration?, _ options: Options?, _ type: Any.Type
    ) -> InProcessLookup {
        // Most calls have no options of their own, and copying the cache's costs time.
        if key.isShareable { return lookInProcess(key, ttl, options) }
        return lookInProcess(key, ttl, treatment(of: key, options, type))
    }

    /// The options of a call, which bypasses the cache when its key means something else in another process.
    @inline(never)
    private func treatment(of key: RedisCacheKey, _ options: Options?, _ type: Any.Type) -> Options? {
        if key.isShareable { return options }
        var options = options ?? self.options
        options.bypass = true
        core.context.faults.note(.unshareable, "\(type)")
        return options
    }
}

/// The name of a type at run time.
///
/// Types that are private to a file or local to a function have something like `(unknown context at $10f3a2c)` in their
/// name: an address, which differs from process to process.
struct TypeName {
    let full: String

    init(_ type: Any.Type) {
        full = String(reflecting: type)
    }

    var holdsAddress: Bool { full.utf8.contains(UInt8(ascii: "$")) && full.contains(Self.mark) }

    /// The name without the contexts that have none. Two types may share it.
    var withoutAddresses: String {
        guard holdsAddress else { return full }
        var name = ""
        var rest = full[...]
        while let range = rest.firstRange(of: Self.mark), let end = rest[range.upperBound...].firstIndex(of: ")") {
            name += rest[..<range.lowerBound]
            rest = rest[rest.index(after: end)...].drop { $0 == "." }
        }
        return name + rest
    }

    /// Whether this is the type that a declaration names `path` in a module, and every type in its generic arguments has a
    /// name of its own.
    func isDeclared(as path: String, in module: String) -> Bool {
        let declared = module + "." + path
        let name = withoutAddresses
        guard name.hasPrefix(declared) else { return false }
        let rest = name.dropFirst(declared.count)
        if rest.isEmpty { return true }
        return rest.first == "<" && full.hasSuffix(rest)
    }

    private static let mark = "(unknown context at $"
}

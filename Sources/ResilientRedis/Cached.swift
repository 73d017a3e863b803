#if Macros
    /// Keeps what a function returns in the process's default cache.
    ///
    /// ```swift
    /// @cached(ttl: .seconds(60))
    /// func exchangeRate(of currency: String) async throws -> Double { … }
    ///
    /// await RedisCache.default.invalidate(exchangeRateCacheKey(of: "EUR"))
    /// ```
    ///
    /// Until ``RedisCache/bootstrap(_:)`` was called, the function runs as if it were not marked.
    /// ``cached(_:ttl:in:version:excluding:tags:jitter:staleIfError:refreshAhead:negativeTTL:cacheIf:softTimeout:hardTimeout:redisTimeout:bypass:)``
    /// explains everything.
    @attached(body)
    @attached(peer, names: suffixed(CacheKey))
    public macro cached(
        _ key: String? = nil,
        ttl: Duration? = nil,
        version: Int? = nil,
        excluding: [String] = [],
        tags: [String] = [],
        jitter: Double? = nil,
        staleIfError: Duration? = nil,
        refreshAhead: RedisCache.RefreshAhead? = nil,
        negativeTTL: Duration? = nil,
        cacheIf: AnyKeyPath? = nil,
        softTimeout: Duration? = nil,
        hardTimeout: Duration? = nil,
        redisTimeout: Duration? = nil,
        bypass: Bool = false
    ) = #externalMacro(module: "ResilientRedisMacros", type: "CachedMacro")

    /// Keeps what a method returns in a cache that is a property of `self`.
    ///
    /// ```swift
    /// struct Reports {
    ///     let cache: RedisCache
    ///     let database: Database
    ///
    ///     @cached(ttl: .seconds(300), in: \Reports.cache)
    ///     func summary(project: Int) async throws -> Summary {
    ///         try await database.summary(project)
    ///     }
    /// }
    ///
    /// let summary = try await reports.summary(project: 42)                            // loads it, or finds it
    /// await reports.cache.invalidate(reports.summaryCacheKey(project: 42))            // the next call loads it again
    /// ```
    ///
    /// **The function** stays what it is: it runs where it ran, may touch the state of its actor, throws what it threw and
    /// nothing else. It has to be `async` and to return something that is `Codable`. When the value is found, its body is
    /// not run. When Redis is away, it is as if the function were not marked.
    ///
    /// **The key** consists of the file, the type, the name and the signature of the function, of all its arguments and
    /// generic arguments, and of the type of `self` where the declaration does not tell. Each argument has to be a
    /// ``RedisCacheKeyComponent`` or a `RawRepresentable` with such a raw value. The macro adds a function that makes the key,
    /// `summaryCacheKey(project:)` here, for ``RedisCache/invalidate(_:)``.
    ///
    /// *Properties of `self` and what a local function captures are not in the key.* If the result depends on them, name
    /// them in a template.
    ///
    /// **A template** makes a key that others can predict: `@cached("user:{id}")` keeps the value of `user(id: 42)` under
    /// `user:42`. A placeholder names a parameter, a generic parameter (its type's name), or a property, such as `{page.number}`
    /// or `{self.tenant}`. In a value everything is percent-encoded but letters and digits of ASCII and `-_.~+`, so that no
    /// value can run into the next one. Each parameter has to be in the template or in `excluding`. Braces are doubled: `{{`.
    /// The template is the whole key: use each for one function only. Of a parameter of type `some P` the type's name is
    /// added at the end, because values of two types may have the same text.
    ///
    /// **Overrides** get no function for their key, as it would clash with the inherited one: give them a template.
    ///
    /// - Parameters:
    ///   - key: A template for the key, as a literal. Default: a key composed of everything that tells calls apart.
    ///   - ttl: How long a value lives. Default: the cache's ``RedisCache/ttl``.
    ///   - cache: The property that holds the cache. Without it, ``RedisCache/default`` is used.
    ///   - version: A part of the key. Count it up when the function begins to return something else for the same
    ///     arguments, or in another form.
    ///   - excluding: The names of parameters that the result does not depend on, as literals: `["trace"]`.
    ///   - tags: Names that values can be invalidated by together; they may have placeholders like the key.
    ///   - jitter: See ``RedisCache/Options/jitter``. For this and all that follows, the default is what the cache has.
    ///   - staleIfError: See ``RedisCache/Options/staleIfError``.
    ///   - refreshAhead: See ``RedisCache/Options/refreshAhead``.
    ///   - negativeTTL: See ``RedisCache/Options/negativeTTL``.
    ///   - cacheIf: A Boolean property of the result that says whether to store it: `\Summary.isComplete`.
    ///   - softTimeout: How long to wait for the body before an expired value is returned, if `staleIfError` allows one. The
    ///     body is then run in a task of its own, which may outlive the call: what it uses has to be Sendable.
    ///   - hardTimeout: How long to wait for the body at all, before ``RedisCache/LoadTimeout`` is thrown. For functions that
    ///     `throws`; the body is run in a task of its own.
    ///   - redisTimeout: See ``RedisCache/Options/redisTimeout``.
    ///   - bypass: True neither reads nor stores. It is evaluated at each call, so it may be a setting that changes.
    @attached(body)
    @attached(peer, names: suffixed(CacheKey))
    public macro cached<Root>(
        _ key: String? = nil,
        ttl: Duration? = nil,
        in cache: KeyPath<Root, RedisCache>,
        version: Int? = nil,
        excluding: [String] = [],
        tags: [String] = [],
        jitter: Double? = nil,
        staleIfError: Duration? = nil,
        refreshAhead: RedisCache.RefreshAhead? = nil,
        negativeTTL: Duration? = nil,
        cacheIf: AnyKeyPath? = nil,
        softTimeout: Duration? = nil,
        hardTimeout: Duration? = nil,
        redisTimeout: Duration? = nil,
        bypass: Bool = false
    ) = #externalMacro(module: "ResilientRedisMacros", type: "CachedMacro")

    /// Keeps what a function returns in a cache that a global or static property holds.
    ///
    /// ```swift
    /// enum Weather {
    ///     static let cache = …
    ///
    ///     @cached("weather:{city}", ttl: .seconds(600), in: Weather.cache)
    ///     static func now(in city: String) async throws -> Observation { … }
    /// }
    /// ```
    ///
    /// The expression is evaluated at each call. A property of `self` is named by a key path:
    /// ``cached(_:ttl:in:version:excluding:tags:jitter:staleIfError:refreshAhead:negativeTTL:cacheIf:softTimeout:hardTimeout:redisTimeout:bypass:)``
    /// with `in: \Reports.cache`, where everything else is explained.
    @attached(body)
    @attached(peer, names: suffixed(CacheKey))
    public macro cached(
        _ key: String? = nil,
        ttl: Duration? = nil,
        in cache: RedisCache,
        version: Int? = nil,
        excluding: [String] = [],
        tags: [String] = [],
        jitter: Double? = nil,
        staleIfError: Duration? = nil,
        refreshAhead: RedisCache.RefreshAhead? = nil,
        negativeTTL: Duration? = nil,
        cacheIf: AnyKeyPath? = nil,
        softTimeout: Duration? = nil,
        hardTimeout: Duration? = nil,
        redisTimeout: Duration? = nil,
        bypass: Bool = false
    ) = #externalMacro(module: "ResilientRedisMacros", type: "CachedMacro")
#endif

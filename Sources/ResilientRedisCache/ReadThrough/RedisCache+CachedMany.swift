import RedisTransport
import ResilientRedisClient

extension RedisCache {
    /// Returns the values stored under several keys, and loads those that are missing with one load.
    ///
    /// ```swift
    /// let users = try await cache.cachedMany(keys: ids.map { "user:\($0)" }) { missing in
    ///     try await database.users(withKeys: missing)
    /// }
    /// ```
    ///
    /// However many keys, it costs one command to read, and one round trip to store what was loaded. Otherwise it is like
    /// ``cached(key:ttl:options:isolation:cacheIf:load:)``; but a key that another call is loading is loaded all the same,
    /// so that there is one load, and nothing is refreshed ahead.
    ///
    /// - Parameters:
    ///   - keys: Name the values within the ``namespace``. One that occurs twice counts once.
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
        load: @concurrent (_ missing: [String]) async throws(Failure) -> [String: Value]
    ) async throws(Failure) -> [String: Value] {
        try await readThrough(keys, ttl, options, isolation: isolation, cacheIf, load)
    }

    func readThrough<Value: Codable, Failure: Error>(
        _ keys: [String], _ ttl: Duration?, _ options: Options?, isolation: isolated (any Actor)?,
        _ cacheIf: (Value) -> Bool, _ load: (_ missing: [String]) async throws(Failure) -> [String: Value]
    ) async throws(Failure) -> [String: Value] {
        var batch = CacheBatch<Value>(core, keys, ttl: ttl ?? self.ttl, options: options ?? self.options)
        guard !batch.items.isEmpty else { return [:] }
        await batch.lookUp(core)
        let missing = batch.missingKeys
        if missing.isEmpty { return batch.values }
        let loads = await batch.begin(core)
        let leads = loads.map(\.lead)
        let start = core.context.clock.now()
        let result: Result<[String: Value], Failure> = await withTaskCancellationHandler {
            _ = isolation
            return await FlightNesting.$current.withValue(FlightNesting(leads.map(\.flight))) {
                _ = isolation
                do throws(Failure) { return .success(try await load(missing)) } catch { return .failure(error) }
            }
        } onCancel: { [core] in
            for lead in leads { core.loader.flights.leaderLeft(lead) }
        }
        switch result {
        case .success(let loaded):
            core.context.counters.countLoad(core.context.clock.now() - start)
            await batch.store(loaded, loads, core, cacheIf)
            return batch.values
        case .failure(let error):
            core.context.counters.countLoad(core.context.clock.now() - start, error: error)
            for lead in leads { _ = core.loader.flights.loaded(lead, .failed(error), isWritten: false) }
            guard batch.serveStale(core) else { throw error }
            return batch.values
        }
    }
}

/// The keys of one call, and what is known of each.
struct CacheBatch<Value: Codable> {
    struct Item {
        let name: String
        let call: CacheCall
        var read: CacheRead
        var lead: FlightLead?
    }

    private(set) var items: [Item]
    private(set) var values: [String: Value] = [:]

    init(_ core: CacheCore, _ names: [String], ttl: Duration, options: RedisCache.Options) {
        var seen: Set<String> = []
        items = names.filter { seen.insert($0).inserted }.map { name in
            let call = core.context.call(core.context.keys.key(name), ttl: ttl, options: options)
            return Item(name: name, call: call, read: CacheRead(core.reader.marks(call), .bypassed))
        }
    }

    var missingKeys: [String] { missing.map { items[$0].name } }

    private var missing: [Int] { items.indices.filter { values[items[$0].name] == nil } }

    /// Asks Redis for all that are not kept in this process.
    mutating func lookUp(_ core: CacheCore) async {
        for item in items { values[item.name] = core.reader.keptValue(item.call, as: Value.self) }
        let asked = missing
        guard !asked.isEmpty else { return }
        let locals = asked.map { core.reader.beginRead(items[$0].call) }
        let reads = await core.reader.look(up: asked.map { items[$0].call }, asked.map { items[$0].read.marks })
        for (place, index) in asked.enumerated() {
            items[index].read = reads[place]
            let found = core.reader.open(&items[index].read, items[index].call, as: Value.self)
            core.context.counters.count(items[index].read.lookup)
            if let local = locals[place] {
                core.reader.endRead(local, items[index].call, items[index].read, found) { _ in nil }
            }
            if let found, !found.isExpired { values[items[index].name] = found.value }
        }
    }

    /// Begins the load of what is missing. Returns those keys that this call loads for others as well.
    mutating func begin(_ core: CacheCore) async -> [CacheLoad] {
        guard !Task.isCancelled else { return [] }
        for index in missing where !items[index].call.options.bypass {
            let call = items[index].call
            items[index].lead = core.loader.flights.leadIfFree(
                call.key, tags: call.tagChecks, items[index].read)
        }
        return await core.loader.begin(
            missing.compactMap { index in
                items[index].lead.map { (items[index].call, items[index].read, $0) }
            })
    }

    /// Shares what was loaded, and stores it.
    mutating func store(
        _ loaded: [String: Value], _ loads: [CacheLoad], _ core: CacheCore, _ cacheIf: (Value) -> Bool
    ) async {
        let missing = missing
        for index in missing { values[items[index].name] = loaded[items[index].name] }
        var writes: [CacheWrite] = []
        var rest = loads[...]
        for index in missing {
            let item = items[index]
            guard item.lead != nil, let load = rest.popFirst() else {
                core.context.counters.writesSkipped.increment()
                continue
            }
            if let value = loaded[item.name] {
                let write = core.loader.share(value, load, shared: nil, isWanted: cacheIf(value))
                if let write { writes.append(write) }
            } else {
                // The source has none. Calls that wait for it ask for themselves.
                _ = core.loader.flights.loaded(load.lead, .alone, isWritten: false)
            }
        }
        await core.loader.writer.write(writes)
    }

    /// Serves expired values because the source has failed. False when there is not one for each.
    mutating func serveStale(_ core: CacheCore) -> Bool {
        var stale: [String: Value] = [:]
        for index in missing {
            let item = items[index]
            guard
                let value = core.reader.staleValue(
                    item.call, item.read, as: Value.self, isFenced: item.lead?.flight.isFenced ?? false)
            else { return false }
            stale[item.name] = value
        }
        values.merge(stale) { _, new in new }
        return true
    }
}

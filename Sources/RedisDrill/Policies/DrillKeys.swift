import ResilientRedisClient

/// The keys that a drill writes, which must not stay on anybody's server.
package enum DrillKeys {
    /// The namespace of the drill's caches.
    static let namespace = "resilient-redis-drill"
    /// What all keys begin with.
    package static let prefix = namespace + ":"
    /// After this time whatever a drill has written is gone by itself.
    package static let lifetime = Duration.seconds(300)
    /// A stream that workers wait at for work. Nobody writes to it.
    static let tasks = prefix + "tasks"
    /// What the caches keep beside their values, without an end of its own.
    static let epoch = prefix + "__epoch__"
}

extension RedisClient {
    /// Adds 1 to a counter, and has it expire some time after the last of these.
    ///
    /// It is made with an end before it is counted, so that a connection that breaks in between leaves none without.
    func incrementDrillKey(_ key: String) async throws -> Int {
        try await pipeline(
            .set(key, 0, expiresIn: DrillKeys.lifetime, condition: .ifAbsent), .incr(key),
            .pexpire(key, expiresIn: DrillKeys.lifetime)
        ).1
    }
}

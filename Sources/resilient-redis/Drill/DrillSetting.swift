import ArgumentParser
import Logging
import RedisDrill
import ResilientRedisClient

/// Where a drill takes place and on which times, as the options say.
struct DrillSetting {
    let location: DrillLocation
    let times: PolicyTimes
    /// Where the messages of this package's client go: nowhere, unless a level is given.
    let logger: Logger

    /// - Throws: ``RedisConfigurationError`` or a validation error that names the option.
    init(_ drill: Drill) async throws {
        let isNamed = drill.common.url != nil || drill.environment
        if drill.environment, drill.common.url != nil {
            throw ValidationError("--url and --environment both name a server; give one of them")
        }
        var options = drill.common
        // Only so that the other options are read in the usual way.
        if !isNamed { options.url = "redis://127.0.0.1" }
        let effective = try EffectiveConfiguration(options)
        let configuration = effective.configuration
        if isNamed {
            try await effective.checkUsability()
            location = .named(
                configuration, writes: try Self.allowsWrites(drill.allowWrites, to: configuration.endpoint))
        } else {
            guard drill.allowWrites == nil else {
                throw ValidationError(
                    "--allow-writes goes together with --url or --environment; private servers need it not")
            }
            location = .privateServers(configuration.resilience)
        }
        times = Self.times(effective, areKept: drill.keepTimes)
        logger = drill.common.logLevel.map { .toStandardError($0) } ?? .silent
    }

    private static func allowsWrites(_ host: String?, to endpoint: RedisConfiguration.Endpoint) throws -> Bool {
        guard let host else { return false }
        let names =
            switch endpoint {
            case .tcp(let name, _): [name, endpoint.description]
            case .unixSocket(let path): [path]
            }
        guard names.contains(host) else {
            throw ValidationError(
                "--allow-writes names \"\(host)\", but the server is \(endpoint); nothing was done. Check which one is meant"
            )
        }
        return true
    }

    /// The configured times, or the compressed ones with what was given on the command line.
    private static func times(_ effective: EffectiveConfiguration, areKept: Bool) -> PolicyTimes {
        let configured = PolicyTimes(of: effective.configuration.resilience)
        if areKept { return configured }
        var times = PolicyTimes.compressed
        let paths: [(String, WritableKeyPath<PolicyTimes, Duration>)] = [
            ("connectTimeout", \.connectTimeout), ("commandTimeout", \.commandTimeout),
            ("healthCheckInterval", \.healthCheckInterval), ("backoff", \.backoff),
        ]
        for (name, path) in paths where effective.provenance.origin(of: "resilience.\(name)").hasPrefix("--") {
            if effective.provenance.origin(of: "resilience.\(name)") != "--url" {
                times[keyPath: path] = configured[keyPath: path]
            }
        }
        return times
    }
}

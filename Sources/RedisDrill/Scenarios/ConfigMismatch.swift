import RedisFaultInjection
import ResilientRedisClient

extension Scenario {
    /// A deployment sets other variables than the application reads.
    package static let configMismatch: Scenario = {
        var scenario = Scenario(
            name: "config-mismatch", title: "Variables that are not read",
            summary: """
                A deployment sets REDIS_HOST and REDIS_PORT, where the application expects REDIS_URL. It happened to an \
                auth service: it fell back to a default, was refused the connection, and crashed again and again with a \
                message that named neither the variable nor where the address had come from.
                """,
            policies: [.resilient, .crashOnReset], target: .server,
            workload: { times in
                Workload(
                    tasks: 8, pause: .milliseconds(10), deadline: times.commandTimeout * 2, slack: .seconds(1),
                    slowAfter: times.commandTimeout * 3 / 4)
            },
            run: { environment in
                try await environment.beginFault("REDIS_URL not set") {}
                try await environment.wait(.milliseconds(1500))
                try await environment.endFault {}
            },
            limits: { result, _ in
                [
                    .noFailedCall(result), .noProcessExit(result), namesTheVariables(), .nothingWrong(result),
                ]
            })
        scenario.needsPrivateServers = true
        scenario.timeoutFactor = 5
        scenario.configure = { configuration, policy, notes in
            guard case .tcp(let host, let port) = configuration.endpoint else { return configuration }
            let environment = ["REDIS_HOST": host, "REDIS_PORT": "\(port)"]
            var result = configuration
            if policy == .resilient {
                result.endpoint = try RedisConfiguration(environment: environment).endpoint
                notes.add("REDIS_HOST and REDIS_PORT were read: Redis is at \(result.endpoint)")
                notes.add("without any variable: \(missingVariables)")
            } else {
                // A developer's Redis may use the default port of this machine, so a port without a server is used
                // instead.
                let unused = try PortReservation()
                notes.keep(unused)
                result.endpoint = .tcp(host: "127.0.0.1", port: unused.port)
                notes.add("REDIS_URL is not set: the default was used, and its message says \"connection refused\"")
            }
            return result
        }
        return scenario
    }()

    /// What people read when no variable is set.
    package static var missingVariables: String {
        do {
            return "no error; Redis is at \(try RedisConfiguration(environment: [:]).endpoint)"
        } catch {
            return "\(error)"
        }
    }

    private static func namesTheVariables() -> LimitCheck {
        let message = missingVariables
        return LimitCheck(
            "the error without any variable names REDIS_URL and REDIS_HOST",
            message.contains("REDIS_URL") && message.contains("REDIS_HOST"), measured: message)
    }
}

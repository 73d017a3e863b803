import RedisFaultInjection
import Testing

extension ToolTests {
    @Suite("config", .timeLimit(.minutes(2)))
    struct ConfigTests {
        private func json(
            _ arguments: [String] = [], environment: [String: String] = [:]
        ) async throws -> JSONValue {
            let end = try await ToolSession.run(["config", "--json"] + arguments, environment: environment)
            #expect(end.status == 0)
            #expect(end.complaints == "")
            try #require(end.lines.count == 1)
            return try JSONValue(end.lines[0])
        }

        @Test("Values come from the URL, an option or a default, and each says from where")
        func sources() async throws {
            let config = try await json(
                ["--command-timeout", "0.25"],
                environment: ["REDIS_URL": "rediss://app:hidden@cache.internal:6380/2?connect_timeout=0.5"])
            let expected: [(String, JSONValue, String)] = [
                ("host", "cache.internal", "REDIS_URL"), ("port", 6380, "REDIS_URL"), ("path", nil, "default"),
                ("username", "app", "REDIS_URL"), ("passwordSet", true, "REDIS_URL"), ("database", 2, "REDIS_URL"),
                ("tls", true, "REDIS_URL"), ("connectTimeout", .number(0.5), "REDIS_URL"),
                ("commandTimeout", .number(0.25), "--command-timeout"), ("backoff", 30, "default"),
                ("healthCheckInterval", 15, "default"), ("retryOnConnectionLoss", "if-safe", "default"),
            ]
            for (name, value, source) in expected {
                #expect(config[name] == value)
                #expect(config["sources"]?[name] == .string(source))
            }
        }

        @Test("The single variables are read where there is no REDIS_URL")
        func variables() async throws {
            let config = try await json(environment: [
                "REDIS_HOST": "10.1.2.3", "REDIS_PORT": "7000", "REDIS_USERNAME": "app", "REDIS_PASSWORD": "hidden",
                "REDIS_DATABASE": "3", "REDIS_TLS": "true",
            ])
            let expected: [(String, JSONValue, String)] = [
                ("host", "10.1.2.3", "REDIS_HOST"), ("port", 7000, "REDIS_PORT"), ("username", "app", "REDIS_USERNAME"),
                ("passwordSet", true, "REDIS_PASSWORD"), ("database", 3, "REDIS_DATABASE"), ("tls", true, "REDIS_TLS"),
            ]
            for (name, value, source) in expected {
                #expect(config[name] == value)
                #expect(config["sources"]?[name] == .string(source))
            }
        }

        @Test("--url comes before the environment, and options before the URL's")
        func precedence() async throws {
            let config = try await json(
                [
                    "--url", "unix:///run/redis.sock?db=4&backoff=5&health_check_interval=3", "--backoff", "0.3",
                    "--health-check-interval", "1e-3", "--retry-on-connection-loss", "never", "--connect-timeout", ".5",
                ],
                environment: ["REDIS_URL": "redis://elsewhere:1/1", "REDIS_PASSWORD": "hidden"])
            let expected: [(String, JSONValue, String)] = [
                ("host", nil, "default"), ("port", nil, "default"), ("path", "/run/redis.sock", "--url"),
                ("passwordSet", false, "default"), ("database", 4, "--url"), ("tls", false, "--url"),
                ("backoff", .number(0.3), "--backoff"),
                ("healthCheckInterval", .number(0.001), "--health-check-interval"),
                ("retryOnConnectionLoss", "never", "--retry-on-connection-loss"),
                ("connectTimeout", .number(0.5), "--connect-timeout"), ("commandTimeout", 2, "default"),
            ]
            for (name, value, source) in expected {
                #expect(config[name] == value)
                #expect(config["sources"]?[name] == .string(source))
            }
            #expect(config["notices"] == [])
        }

        @Test("Without --json it is a table for people, with remarks on standard error, and never a password")
        func table() async throws {
            let end = try await ToolSession.run(
                ["config"], environment: ["REDIS_URL": "redis://app:hidden@cache.internal/0?nonsense=1"])
            #expect(end.status == 0)
            let rows = end.lines.map { $0.split(separator: " ").map(String.init) }
            #expect(rows.contains(["host", "cache.internal", "REDIS_URL"]))
            #expect(rows.contains(["port", "6379", "default"]))
            #expect(rows.contains(["passwordSet", "true", "REDIS_URL"]))
            #expect(end.complaints.contains("nonsense"))
            #expect(!(end.lines.joined() + end.complaints).contains("hidden"))
        }

        @Test(
            "A deployment that sets other variables than the ones read: status 2 and a message that names both",
            arguments: [
                ([:], ["REDIS_URL", "REDIS_HOST"]),
                (["REDIS_PORT": "6379"], ["REDIS_URL", "REDIS_HOST", "REDIS_PORT"]),
                (["REDIS_SERVER": "cache"], ["REDIS_URL", "REDIS_HOST", "REDIS_SERVER"]),
                (["REDIS_URL": ""], ["REDIS_URL", "empty"]),
                (["REDIS_URL": "redis://a:1", "REDIS_HOST": "b"], ["REDIS_URL", "REDIS_HOST", "\"a\"", "\"b\""]),
                (["REDIS_HOST": "cache", "REDIS_PORT": "70000"], ["REDIS_PORT", "70000", "65535"]),
                (["REDIS_HOST": "cache:6380"], ["REDIS_HOST=cache", "REDIS_PORT=6380"]),
                (["REDIS_HOST": "cache", "REDIS_TLS": "perhaps"], ["REDIS_TLS", "7 characters", "true"]),
            ], ["config", "exec", "ping"])
        func unusableEnvironment(variables: ([String: String], [String]), subcommand: String) async throws {
            let end = try await ToolSession.run([subcommand], input: "PING\n".utf8, environment: variables.0)
            #expect(end.status == 2)
            #expect(end.lines == [])
            for word in variables.1 { #expect(end.complaints.contains(word)) }
        }

        @Test(
            "A URL that cannot be used: status 2, with the option's name and never the password",
            arguments: [
                "redis://hidden@host", "http://host", "redis://host:0", "redis://host:70000", "redis://:hidden@host/x",
                "redis://:hidden@host#fragment", "redis://:hidden@", "",
            ], ["config", "exec"])
        func unusableURL(url: String, subcommand: String) async throws {
            let end = try await ToolSession.run([subcommand, "--url", url])
            if url == "redis://:hidden@" {
                // No host is localhost; what matters is that the password stays hidden.
                #expect(end.status == 0)
            } else {
                #expect(end.status == 2)
                #expect(end.complaints.contains("--url"))
            }
            #expect(!(end.lines.joined() + end.complaints).contains("hidden"))
        }

        @Test(
            "config also reports errors that only a client detects, with their source", arguments: ["config", "exec"])
        func unusableByClient(subcommand: String) async throws {
            let url = "rediss://localhost?tls_trust_roots=file:/nonexistent/ca.pem"
            let end = try await ToolSession.run([subcommand], environment: ["REDIS_URL": url])
            #expect(end.status == 2)
            #expect(end.lines == [])
            #expect(end.complaints.contains("REDIS_URL"))
            #expect(end.complaints.contains("/nonexistent/ca.pem"))
        }

        @Test("The URLs of other clients are understood as those clients do", .enabled(if: URLVectors.shared != nil))
        func urlVectors() async throws {
            for vector in try #require(URLVectors.shared).vectors {
                let end = try await ToolSession.run(["config", "--json", "--url", vector.url])
                guard vector.expect.error != true else {
                    #expect(end.status == 2, "\(vector.url)")
                    continue
                }
                let config = try JSONValue(try #require(end.lines.first, "\(vector.url)"))
                if let password = vector.expect.password, password != vector.expect.host {
                    #expect(!end.lines[0].contains(":\"\(password)\""))
                }
                #expect(config["host"]?.string == vector.expect.host)
                #expect(config["path"]?.string == vector.expect.path)
                #expect(
                    config["port"]?.number == (vector.expect.path == nil ? Double(vector.expect.port ?? 6379) : nil))
                #expect(config["username"]?.string == vector.expect.username)
                #expect(config["passwordSet"] == .boolean(!(vector.expect.password ?? "").isEmpty))
                #expect(config["database"] == .number(Double(vector.expect.db ?? 0)))
                #expect(config["tls"] == .boolean(vector.expect.tls ?? false))
            }
        }
    }
}

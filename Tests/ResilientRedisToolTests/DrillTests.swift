import Foundation
import RedisDrill
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension ToolTests {
    @Suite("drill", .timeLimit(.minutes(3)))
    struct DrillTests {
        private struct Missing: Error {}

        private func file(_ name: String) -> String {
            FileManager.default.temporaryDirectory.appending(path: "drill-\(UUID().uuidString)-\(name)").path
        }

        private func text(_ path: String) throws -> String {
            defer { try? FileManager.default.removeItem(atPath: path) }
            return try String(contentsOfFile: path, encoding: .utf8)
        }

        @Test("One scenario: plain lines, the table, the limits, a page and the figures")
        func oneScenario() async throws {
            let (html, json) = (file("page.html"), file("figures.json"))
            let end = try await ToolSession.run(["drill", "config-mismatch", "--html", html, "--json", json])
            #expect(end.status == 0, "\(end.complaints)")
            #expect(end.complaints == "")
            let output = end.lines.joined(separator: "\n")
            #expect(!output.contains("\u{1b}"), "no terminal, no control sequences")
            #expect(output.contains("1/2 config-mismatch, resilient"))
            #expect(output.contains("fault begins: REDIS_URL not set"))
            #expect(output.contains("kept   config-mismatch: no process exits; measured: 0 exits"))
            #expect(output.contains("All limits were kept."))
            #expect(output.contains("A policy that fails fast fails more calls than one that waits"))
            #expect(output.contains("backoff 1 s (for 30 s)"))

            let figures = try JSONValue(try text(json))
            #expect(figures["passed"] == true)
            guard case .array(let scenarios) = figures["scenarios"], case .array(let results) = scenarios[0]["results"]
            else { throw Missing() }
            #expect(scenarios[0]["name"] == "config-mismatch")
            #expect(results.map { $0["policy"] } == ["resilient", "crash-on-reset"])
            #expect(try #require(results[0]["requests"]?.number) > 100)
            #expect(results[0]["failed"] == 0)
            #expect(results[0]["recovery"] == "notNeeded")
            #expect(results[1]["recovery"] == "never")
            #expect(results[1]["failed"] == results[1]["requests"])
            #expect(try #require(results[1]["processExits"]?.number) > 1)
            #expect(results[0]["p99Seconds"]?.number != nil)
            guard case .array(let slices) = results[0]["timeline"]?["slices"] else { throw Missing() }
            #expect(slices.count >= 14)

            let page = try text(html)
            #expect(page.hasPrefix("<!DOCTYPE html>"))
            #expect(page.contains("<svg") && page.contains("crash-on-reset"))
        }

        @Test("The list names every scenario, and the error for an unknown name lists the valid ones")
        func names() async throws {
            let list = try await ToolSession.run(["drill", "--list"])
            #expect(list.status == 0)
            #expect(list.lines.count == Scenario.catalogue.count)
            for (line, scenario) in zip(list.lines, Scenario.catalogue) { #expect(line.hasPrefix(scenario.name)) }

            let unknown = try await ToolSession.run(["drill", "analytics-cash"])
            #expect(unknown.status == 2)
            #expect(unknown.lines == [])
            for name in ["analytics-cash"] + Scenario.catalogue.map(\.name) {
                #expect(unknown.complaints.contains(name))
            }
        }

        @Test("A server that is named is not written to without leave, and the proxy before it is what breaks")
        func namedServer() async throws {
            let server = try await RedisServer.start(password: "hidden")
            let url = patientURL(port: server.port, credentials: ":hidden@")
            let refused = try await ToolSession.run(["drill", "--url", url, "analytics-cache"])
            #expect(refused.status == 2)
            #expect(refused.complaints.contains("--allow-writes"))
            #expect(refused.complaints.contains("127.0.0.1:\(server.port)"))
            #expect(!refused.complaints.contains("hidden"))

            let other = try await ToolSession.run([
                "drill", "--url", url, "--allow-writes", "elsewhere.internal", "analytics-cache",
            ])
            #expect(other.status == 2)
            #expect(other.complaints.contains("elsewhere.internal"))

            let client = try RedisClient(RedisConfiguration(url: url))
            let reading = try await ToolSession.run(["drill", "killed-and-restarted", "--url", url])
            #expect(reading.status == 0, "\(reading.lines.joined(separator: "\n"))\(reading.complaints)")
            #expect(reading.lines.contains { $0.contains("reading only") })
            #expect(try await client.dbsize() == 0)

            let writing = try await ToolSession.run(
                [
                    "drill", "--environment", "--allow-writes", "127.0.0.1", "slow-network", "--command-timeout", "1",
                ], environment: ["REDIS_URL": url])
            #expect(writing.status == 0, "\(writing.lines.joined(separator: "\n"))\(writing.complaints)")
            #expect(try await client.dbsize() > 0)
            for key in try await client.send(RedisCommand<[String]>("KEYS", "*")) {
                #expect(key.hasPrefix("resilient-redis-drill:"))
                #expect(try await client.send(RedisCommand<Int>("TTL", key)) > 0, "\(key)")
            }
            #expect(server.pid != nil)
        }

        @Test("All scenarios take no longer than 90 s")
        func everything() async throws {
            let json = file("figures.json")
            let end = try await ToolSession.run(["drill", "--json", json])
            // Whether all limits are kept beside other tests is not asked here.
            #expect(end.status <= 1, "\(end.complaints)")
            let figures = try JSONValue(try text(json))
            guard case .array(let scenarios) = figures["scenarios"] else { throw Missing() }
            #expect(scenarios.map { $0["name"] } == Scenario.catalogue.map { .string($0.name) })
            #expect(try #require(figures["seconds"]?.number) < 90)
        }

        @Test("A drill that cannot be run says why, with status 2, and leaves the files as they are")
        func unusable() async throws {
            let json = file("figures.json")
            try "before".write(toFile: json, atomically: false, encoding: .utf8)
            let unused = try PortReservation()
            let server = try await RedisServer.start(password: "right")
            let reasons = [
                ("redis://127.0.0.1:\(unused.port)", "\(unused.port)"),
                (patientURL(port: server.port, credentials: ":wrong@"), "WRONGPASS"),
            ]
            for (url, reason) in reasons {
                let end = try await ToolSession.run(["drill", "--url", url, "slow-network", "--json", json])
                #expect(end.status == 2)
                #expect(end.complaints.contains(reason), "\(end.complaints)")
                #expect(end.lines == [])
            }
            let nothing = try await ToolSession.run(
                ["drill", "slow-network", "--json", json], environment: ["PATH": "/nonexistent"])
            #expect(nothing.status == 2)
            #expect(nothing.complaints.contains("redis-server"), "\(nothing.complaints)")
            #expect(try text(json) == "before")
        }

        @Test(
            "Figures take the place of what a file held, explained by the help; options may stand before the subcommand"
        )
        func files() async throws {
            let json = file("figures.json")
            try String(repeating: "before ", count: 100_000).write(toFile: json, atomically: false, encoding: .utf8)
            let end = try await ToolSession.run(["--json", json, "drill", "slow-network", "--html", "/dev/null"])
            #expect(end.status <= 1 && end.complaints == "", "\(end.complaints)")
            let figures = try JSONValue(try text(json))
            #expect(figures["scenarios"] != nil)
            let help = try await ToolSession.run(["drill", "--help"]).lines.joined(separator: "\n")
            for name in figures.memberNames { #expect(help.contains("\"\(name)\""), "\(name) is not explained") }
            var status = stat()
            #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        }

        @Test("A limit that is broken ends with status 1")
        func brokenLimit() async throws {
            // What takes longer than 2 ms fails, and the scenario says that nothing may.
            let slow = try await ToolSession.run(["drill", "slow-network", "--command-timeout", "0.002"])
            #expect(slow.status == 1, "\(slow.lines.joined(separator: "\n"))")
            #expect(slow.lines.contains { $0.hasPrefix("BROKEN slow-network: no call fails") })
            #expect(slow.lines.contains { $0.contains("Limits were broken.") })
        }

        @Test(
            "A command line that makes no sense ends with status 2 before anything is started",
            arguments: [
                (["--url", "redis://localhost", "--environment"], "--environment"),
                (["--allow-writes", "localhost"], "--url"), (["--html", "/nonexistent/page.html"], "/nonexistent"),
                (["--url", "redis://localhost", "config-mismatch"], "private servers"),
                (["--environment"], "REDIS_URL"),
                (["--backoff", "0"], "--backoff"),
                (["--html", "/tmp/one", "--json", "/tmp/one"], "--html and --json"),
            ])
        func misuse(arguments: [String], word: String) async throws {
            let end = try await ToolSession.run(["drill"] + arguments)
            #expect(end.status == 2)
            #expect(end.complaints.contains(word), "\(end.complaints)")
            #expect(end.lines == [])
        }
    }
}

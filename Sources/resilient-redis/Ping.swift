import ArgumentParser
import ResilientRedisClient

/// `resilient-redis ping`: checks that Redis answers, and measures how long it takes.
struct Ping: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Connects, sends PING twice, and prints the time that each took.",
        usage: "resilient-redis ping [<options>]",
        discussion: "Exits with status 1 and a message on standard error when Redis does not answer.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let client = try RedisClient(common)
        do {
            let first = try await time(client)
            let second = try await time(client)
            let endpoint = client.configuration.endpoint
            try StandardOutput.write(line: "PONG from \(endpoint) in \(first) with connecting, in \(second) without")
        } catch StandardOutput.Failure.closed {
            // The reader has closed the pipe: the result is not needed.
        } catch {
            StandardError.report("\(error)")
            throw ToolExit.failure
        }
        await client.shutdown(gracePeriod: .zero)
    }

    /// Returns how long a PING takes, as text.
    private func time(_ client: RedisClient) async throws -> String {
        let start = ContinuousClock.now
        _ = try await client.send(RedisCommand<String>("PING"))
        let microseconds = ((ContinuousClock.now - start) / .microseconds(1)).rounded()
        return "\(microseconds / 1000) ms"
    }
}

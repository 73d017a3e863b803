import Foundation
import RedisFaultInjection
import Testing

/// The exit tests run their body in a child process that ends as the test says.
@Suite("The watchdog of a private Redis server", .timeLimit(.minutes(2)))
struct WatchdogTests {
    @Test(
        "The watchdog of a private Redis server ends the server and removes its folder when the process that started it is killed"
    )
    func killedOwner() async throws {
        let result = await #expect(
            processExitsWith: .signal(SIGKILL),
            observing: [\.standardOutputContent]
        ) {
            try await startServerAndTell()
            kill(getpid(), SIGKILL)
        }
        try await expectNothingIsLeft(of: result)
    }

    @Test("The watchdog of a private Redis server ends a frozen server as well")
    func frozenServer() async throws {
        let result = await #expect(
            processExitsWith: .signal(SIGKILL),
            observing: [\.standardOutputContent]
        ) {
            try await startServerAndTell().freeze()
            kill(getpid(), SIGKILL)
        }
        try await expectNothingIsLeft(of: result)
    }

    @Test("The watchdog of a private Redis server ends the server when the process that started it crashes")
    func crashedOwner() async throws {
        let result = await #expect(
            processExitsWith: .failure,
            observing: [\.standardOutputContent]
        ) {
            try await startServerAndTell()
            abort()
        }
        try await expectNothingIsLeft(of: result)
    }

    @Test("The watchdog of a private Redis server ends the server when its process exits without stopping it")
    func exitedOwner() async throws {
        let result = await #expect(
            processExitsWith: .success,
            observing: [\.standardOutputContent]
        ) {
            try await startServerAndTell()
            exit(0)
        }
        try await expectNothingIsLeft(of: result)
    }

    private func expectNothingIsLeft(of result: ExitTest.Result?) async throws {
        let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
        let line = try #require(output.split(separator: "\n").first { $0.hasPrefix("started ") })
        let words = line.split(separator: " ")
        let port = try #require(Int(words[1]))
        let folder = String(words[2])
        try await eventually { !FileManager.default.fileExists(atPath: folder) }
        try await eventually { !FileManager.default.fileExists(atPath: folder + ".removed") }
        try await eventually { (try? RawClient(port: port)) == nil }
    }
}

/// Starts a server that nothing stops, and prints where it is.
@discardableResult
private func startServerAndTell() async throws -> RedisServer {
    let server = try await RedisServer.start()
    // Keeps the last reference until the process ends.
    _ = Unmanaged.passRetained(server)
    print("started \(server.port) \(server.folderPath)")
    fflush(nil)
    return server
}

import Dispatch
import Foundation

/// The tool as a running process, to which lines are sent and from which lines are read.
///
/// It goes with the last reference to it.
final class ToolSession: Sendable {
    /// What is left when the tool has ended.
    struct End: Sendable {
        let status: Int32
        let lines: [String]
        let complaints: String
    }

    private let process: Process
    private let input: Pipe
    private let lines: AsyncStream<String>
    private let complaints: Task<String, Never>
    private let status: Task<Int32, Never>

    /// Starts the tool, or another program, with pipes to and from it.
    init(
        _ arguments: [String], environment: [String: String] = [:], program: URL? = nil
    ) throws {
        let process = Process()
        process.executableURL = try program ?? ToolExecutable.url()
        process.arguments = arguments
        process.environment = ToolExecutable.environment(environment)
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)

        let (statuses, statusFound) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            statusFound.yield(
                process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus)
            statusFound.finish()
        }
        try process.run()
        self.process = process
        self.input = input
        lines = Self.lines(from: output)
        let errorLines = Self.lines(from: errors)
        complaints = Task { await errorLines.reduce(into: "") { $0 += $1 + "\n" } }
        status = Task { await statuses.first { _ in true } ?? -1 }
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// Reads a pipe to its end, on a thread of its own.
    private static func lines(from pipe: Pipe) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        let handle = pipe.fileHandleForReading
        DispatchQueue(label: "tool-output").async {
            var line: [UInt8] = []
            while case let piece = handle.availableData, !piece.isEmpty {
                var parts = piece.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                let rest = parts.removeLast()
                for part in parts {
                    line += part
                    continuation.yield(String(decoding: line, as: UTF8.self))
                    line = []
                }
                line += rest
            }
            if !line.isEmpty { continuation.yield(String(decoding: line, as: UTF8.self)) }
            continuation.finish()
        }
        return stream
    }

    /// Sends bytes to the tool's standard input.
    func send(_ bytes: some Sequence<UInt8>) {
        BrokenPipe.write(Array(bytes), to: input.fileHandleForWriting.fileDescriptor)
    }

    /// Sends one line.
    func send(line: String) {
        send(line.utf8 + [UInt8(ascii: "\n")])
    }

    /// Sends a signal to the tool's process.
    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for the next line of output; `nil` at its end.
    func nextLine() async -> String? {
        await lines.first { _ in true }
    }

    /// Sends a command and waits for its reply.
    func ask(_ line: String) async throws -> JSONValue {
        send(line: line)
        guard let reply = await nextLine() else { throw EndOfOutput(complaints: await complaints.value) }
        return try JSONValue(reply)
    }

    struct EndOfOutput: Error {
        let complaints: String
    }

    /// Closes the tool's standard input and waits until it has ended by itself.
    func finish() async -> End {
        try? input.fileHandleForWriting.close()
        return await end()
    }

    /// Runs the tool to its end.
    ///
    /// - Parameter input: What it reads from its standard input.
    static func run(
        _ arguments: [String], input: some Sequence<UInt8> & Sendable = [UInt8](),
        environment: [String: String] = [:], program: URL? = nil
    ) async throws -> End {
        let session = try ToolSession(arguments, environment: environment, program: program)
        // More than a pipe holds is taken only as fast as the tool answers.
        DispatchQueue(label: "tool-input").async {
            session.send(input)
            try? session.input.fileHandleForWriting.close()
        }
        return await session.end()
    }

    /// Runs a shell script to its end, in which `"$TOOL"` is the tool.
    static func shell(_ script: String, environment: [String: String] = [:]) async throws -> End {
        let tool = try ToolExecutable.url().path()
        return try await run(
            ["-c", script], environment: environment.merging(["TOOL": tool]) { $1 }, program: URL(filePath: "/bin/sh"))
    }

    private func end() async -> End {
        let rest = await lines.reduce(into: []) { $0.append($1) }
        return End(status: await status.value, lines: rest, complaints: await complaints.value)
    }
}

/// Where the built tool is.
enum ToolExecutable {
    struct NotFound: Error, CustomStringConvertible {
        let description =
            "the tool resilient-redis was not found beside the tests; build it, or set RESILIENT_REDIS_TOOL"
    }

    /// The tool that was built together with these tests.
    static func url() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["RESILIENT_REDIS_TOOL"] { return URL(filePath: path) }
        // The tests' bundle lies beside it; its path is the process's own or one of its arguments.
        for argument in CommandLine.arguments where argument.contains(".xctest") {
            var folder = URL(filePath: argument)
            while folder.path() != "/" {
                folder.deleteLastPathComponent()
                let candidate = folder.appending(path: "resilient-redis", directoryHint: .notDirectory)
                var isDirectory = false as ObjCBool
                if FileManager.default.fileExists(atPath: candidate.path(), isDirectory: &isDirectory),
                    !isDirectory.boolValue
                {
                    return candidate
                }
            }
        }
        throw NotFound()
    }

    /// The environment of this process without anything that names a Redis, and with `variables`.
    static func environment(_ variables: [String: String]) -> [String: String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.uppercased().contains("REDIS") && !$0.key.uppercased().contains("VALKEY") }
            .merging(variables) { $1 }
    }
}

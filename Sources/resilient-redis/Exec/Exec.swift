import ArgumentParser
import ResilientRedisClient

/// `resilient-redis exec`: commands in, JSON out.
struct Exec: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs one command, or one per line of standard input, and prints each reply as a line of JSON.",
        usage: "resilient-redis exec [<options>] [--typed] [<command> <argument> ...]",
        discussion: """
            A line of standard input is a JSON array of strings, or words as in a shell, with quotes and backslashes. \
            In the array, {"base64": …} stands for an argument that is not UTF-8. Empty lines are skipped. Lines run \
            one after the other through one client, and each reply is printed before the next line is read. Options \
            stand before the command: everything from its first word on belongs to it.

            Without --typed, strings, numbers, null and arrays are what they are in JSON, a string that is not UTF-8 is \
            {"base64": …} and an error reply {"error": …}. With --typed, every reply is an object whose one key names \
            its type: simple, bulk, integer, null (true), array, error, simpleBase64 and bulkBase64 (not UTF-8), and \
            with RESP3 map (a list of pairs), set, push, double (a number, or "nan", "inf", "-inf"), boolean, bigNumber \
            (its digits) and verbatim (its text). RESP2's null array (*-1) and null string ($-1) are both null.

            When the client fails, the line is {"failure": {"code": …, "outcome": …, "message": …}}, where the outcome \
            is notSent, rejected or unknown; with "retryAfterSeconds" when it is known when the next attempt to reach \
            Redis will be made. The codes are timeout, unavailable, connectionLost, protocolError, overloaded, tls, server \
            (the server refused the connection), unsupported (the command needs a connection to itself) and usage (the \
            line is not a command). The next line is run in any case.

            EXAMPLES:
              resilient-redis exec SET greeting 'hello world'
              resilient-redis exec --typed INCRBY visits -2
              resilient-redis exec --url redis://cache.internal/2 HGETALL user:1
              printf '%s\\n' 'SET a "x y"' '["GET","a"]' | resilient-redis exec --typed
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "Print every reply as an object with one key that names the reply's type.")
    var typed = false

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp(
            "The command and its arguments; without them, standard input is read.", valueName: "command"))
    var command: [String] = []

    mutating func validate() throws {
        // The parser treats an option that it does not know as the beginning of the command.
        guard let first = command.first, first.hasPrefix("-") else { return }
        switch first {
        case "--": command.removeFirst()
        case "-h", "--help": throw CleanExit.helpRequest(self)
        default: throw ValidationError("Unknown option '\(first)'; options of exec stand before the command.")
        }
    }

    func run() async throws {
        let client = try RedisClient(common)
        var runner = CommandRunner(client: client, isTyped: typed)
        do {
            if command.isEmpty {
                var lines = InputLines()
                while let line = try await lines.next() { try await runner.run(line: line, number: lines.number) }
            } else {
                try await runner.run(CommandWords.lastArguments(command.count))
            }
        } catch StandardOutput.Failure.closed {
            // The reader has closed the pipe: the rest is not needed.
        } catch StandardOutput.Failure.system(let reason) {
            StandardError.report("standard output cannot be written: \(reason)")
            runner.hasFailed = true
        } catch let error as InputLines.Failure {
            StandardError.report("standard input cannot be read: \(error.reason)")
            runner.hasFailed = true
        }
        await client.shutdown(gracePeriod: .zero)
        if runner.hasFailed { throw ToolExit.failure }
    }
}

/// Runs commands one after the other and prints each result.
struct CommandRunner {
    let client: RedisClient
    let isTyped: Bool
    /// Whether a command got no reply.
    var hasFailed = false

    /// Runs the command on a line of input, if there is one.
    mutating func run(line: [UInt8], number: Int) async throws(StandardOutput.Failure) {
        let words: [[UInt8]]?
        do {
            words = try CommandWords.parse(line)
        } catch {
            return try print(failure: CommandLineError(message: "line \(number): \(error.message)"))
        }
        if let words { try await run(words) }
    }

    /// Runs a command.
    mutating func run(_ words: [[UInt8]]) async throws(StandardOutput.Failure) {
        var encoder = RESPEncoder()
        for word in words { encoder.append(word) }
        let reply: RESPValue
        do {
            reply = try await client.execute(RedisRequest(encoder.finish(), traits: nil))
        } catch {
            return try print(failure: error)
        }
        try print { json in
            if isTyped { json.typed(reply) } else { json.plain(reply) }
        }
    }

    private mutating func print(failure error: any Error) throws(StandardOutput.Failure) {
        hasFailed = true
        try print { $0.failure(error) }
    }

    private func print(_ body: (inout JSONWriter) -> Void) throws(StandardOutput.Failure) {
        var json = JSONWriter()
        body(&json)
        json.endLine()
        try StandardOutput.write(json.bytes)
    }
}

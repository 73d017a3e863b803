import ArgumentParser
import ResilientRedisClient

/// `resilient-redis subscribe`: messages as lines of JSON.
struct Subscribe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Subscribes to channels and prints each message as a line of JSON.",
        usage: "resilient-redis subscribe [<options>] [--pattern | --shard] <channel> ...",
        discussion: """
            The first line is {"subscribed": […]}: from then on nothing is missed in silence. A message is {"channel": …, \
            "message": …}, with --pattern also "pattern"; a string that is not UTF-8 is {"base64": …}. When messages may \
            have been missed, because the connection was lost or they came faster than they were read, the line is \
            {"gap": {"reason": …, "seconds": …, "dropped": …}}. It runs until it is interrupted, or until --count messages \
            were printed.

            EXAMPLES:
              resilient-redis subscribe news
              resilient-redis subscribe --pattern 'user.*' --count 10
            """)

    @OptionGroup var common: CommonOptions

    @Flag(help: "The arguments are patterns, as PSUBSCRIBE takes them.")
    var pattern = false

    @Flag(help: "The arguments are shard channels, as SSUBSCRIBE takes them.")
    var shard = false

    @Option(help: "End after this many messages.")
    var count: Int?

    @Argument(help: "The channels or patterns.")
    var channels: [String]

    func validate() throws {
        if pattern, shard { throw ValidationError("--pattern and --shard cannot be used together.") }
        if let count, count < 1 { throw ValidationError("--count is a number from 1 on.") }
    }

    func run() async throws {
        let client = try RedisClient(common)
        do {
            let subscription =
                if pattern {
                    try await client.psubscribe(to: channels)
                } else if shard {
                    try await client.ssubscribe(to: channels)
                } else {
                    try await client.subscribe(to: channels)
                }
            try print { json in
                json.key("subscribed")
                json.array { json in for channel in channels { json.string(channel) } }
            }
            var printed = 0
            for try await event in subscription {
                try print { $0.members(of: event) }
                if case .message = event { printed += 1 }
                if printed == count { break }
            }
        } catch StandardOutput.Failure.closed {
            // The reader has closed the pipe: the rest is not needed.
        } catch {
            StandardError.report("\(error)")
            throw ToolExit.failure
        }
        await client.shutdown(gracePeriod: .zero)
    }

    /// Prints an object as a line.
    private func print(_ members: (inout JSONWriter) -> Void) throws {
        var json = JSONWriter()
        json.object(members)
        json.endLine()
        try StandardOutput.write(json.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func members(of event: RedisSubscriptionEvent) {
        switch event {
        case .message(let message):
            key("channel")
            plain(.bulkString(message.channelBytes))
            if let pattern = message.patternBytes {
                key("pattern")
                plain(.bulkString(pattern))
            }
            key("message")
            plain(.bulkString(message.bytes))
        case .gap(let gap):
            key("gap")
            object { json in
                json.key("reason")
                json.string(gap.reason.rawValue)
                json.key("seconds")
                json.number((.now - gap.since) / .seconds(1))
                json.key("dropped")
                json.integer(gap.droppedMessages)
            }
        }
    }
}

extension RedisConfiguration {
    /// The largest replies that are accepted. A reply over a limit closes its connection with a protocol error, before
    /// memory is reserved for it.
    public struct ReplyLimits: Sendable, Hashable {
        /// The longest string, in bytes. Default: 536,870,912 (512 MiB), the most a server stores by default.
        public var maximumBulkLength: Int
        /// The most elements of one reply, those of nested aggregates (arrays, sets, maps) included; an entry of a map
        /// counts as two. Default: 16,777,216.
        public var maximumElements: Int
        /// The deepest nesting of aggregates. Default: 32. hiredis before 1.0 reads at most 8.
        public var maximumDepth: Int
        /// The longest line (status, error, number, header), in bytes. Default: 65,536 (64 KiB).
        public var maximumLineLength: Int

        /// Makes limits; whatever is left out has the default given at the property.
        public init(
            maximumBulkLength: Int = 512 << 20,
            maximumElements: Int = 16_777_216,
            maximumDepth: Int = 32,
            maximumLineLength: Int = 64 << 10
        ) {
            self.maximumBulkLength = maximumBulkLength
            self.maximumElements = maximumElements
            self.maximumDepth = maximumDepth
            self.maximumLineLength = maximumLineLength
        }
    }
}

extension RedisConfiguration.ReplyLimits {
    static let settings: [RedisSetting] = [
        RedisSetting("replyLimits.maximumBulkLength", \.replyLimits.maximumBulkLength, .bytes),
        RedisSetting("replyLimits.maximumElements", \.replyLimits.maximumElements, .range(1...Int(Int32.max))),
        RedisSetting("replyLimits.maximumDepth", \.replyLimits.maximumDepth, .range(1...1_024)),
        RedisSetting("replyLimits.maximumLineLength", \.replyLimits.maximumLineLength, .bytes),
    ]
}

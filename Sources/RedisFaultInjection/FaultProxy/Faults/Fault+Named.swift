extension Fault {
    /// The fault of that name with figures that suit a first look: for command lines and the like.
    ///
    /// - Throws: ``FaultInjectionError`` with all the valid names when there is none of that name.
    public init(named name: String) throws {
        guard let fault = Self.catalogue.first(where: { $0.name == name })?.fault else {
            throw FaultInjectionError(
                code: .invalidArgument,
                message: "no fault is named \"\(name)\"; the names are \(Self.names.joined(separator: ", "))"
            )
        }
        self = fault
    }

    /// The names that ``init(named:)`` knows.
    public static var names: [String] { catalogue.map(\.name) }

    private static let catalogue: [(name: String, fault: Fault)] =
        [
            ("refuse", .refuse),
            ("accept-then-close", .acceptThenClose),
            ("full-backlog", .fullBacklog),
            ("slow-accept", .slowAccept(.milliseconds(500))),
            ("reset", .reset),
            ("fin", .fin),
            ("half-open", .halfOpen),
            ("silent-drop", .silentDrop),
            ("black-hole", .blackHole),
            ("latency", .latency(.milliseconds(100), jitter: .milliseconds(20))),
            ("bandwidth", .bandwidth(bytesPerSecond: 10_000)),
            ("slicing", .slicing()),
            ("slow-drip", .slowDrip(every: .milliseconds(100))),
            ("slow-close", .slowClose(.milliseconds(500))),
            ("replace-reply", .replaceReply(with: "+REPLACED\r\n")),
            ("delay-reply", .delayReply(.milliseconds(500))),
            ("swallow-reply", .swallowReply),
            ("duplicate-reply", .duplicateReply),
            ("truncate-reply", .truncateReply()),
            ("reorder-reply", .reorderReply),
            ("prepend-reply", .prependReply("+UNASKED\r\n")),
            ("garbage", .garbage()),
            ("giant-header", .giantHeader),
            ("deep-nesting", .deepNesting()),
        ] + ServerErrorReply.canned.map { ($0.name ?? "", .errorReply($0)) }
}

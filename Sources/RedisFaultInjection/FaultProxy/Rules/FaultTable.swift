/// What has passed on a connection so far.
package struct ConnectionTally: Sendable, Hashable {
    package var bytesToServer = 0
    package var bytesToClient = 0
    package var requests = 0
    package var replies = 0

    package init(bytesToServer: Int = 0, bytesToClient: Int = 0, requests: Int = 0, replies: Int = 0) {
        self.bytesToServer = bytesToServer
        self.bytesToClient = bytesToClient
        self.requests = requests
        self.replies = replies
    }

    func bytes(_ direction: StreamDirection) -> Int {
        direction == .toServer ? bytesToServer : bytesToClient
    }
}

/// The faults injected into one proxy, and which of them happens when.
///
/// Its methods report what happens on the connections, and return the rules that it sets off, in the order in which
/// they were injected. It does not carry them out.
package struct FaultTable: Sendable {
    package typealias RuleID = Int
    package typealias ConnectionID = Int

    package struct Rule: Sendable {
        package let id: RuleID
        package let injection: Injection
        var random: SeededRandom
        var timesLeft: Int
        /// How many connections or commands that the trigger counts have come.
        var seen = 0
        /// Whether a fault on the listener was set off, or one on accepted connections by another trigger than `now`.
        var isSetOff = false
        /// What had passed on the connections that were open at the injection.
        var bases: [ConnectionID: ConnectionTally]
        /// The connections on which it was set off already.
        var triggered: Set<ConnectionID> = []

        package var kind: FaultKind { injection.fault.kind }

        /// What is drawn for every packet is not drawn for the connection as well.
        mutating func hits() -> Bool {
            guard timesLeft > 0, kind.isDrawnPerPacket || random.happens(injection.probability) else { return false }
            if timesLeft != .max { timesLeft -= 1 }
            return true
        }
    }

    /// The rules in force, in the order of their injection.
    package private(set) var rules: [Rule] = []
    /// Whether the bytes of connections must be looked at.
    package private(set) var inspects = false
    /// Whether some rule counts commands by name.
    package private(set) var needsNames = false
    private var nextID = 0

    package init() {}

    package func rule(_ id: RuleID) -> Rule? { rules.first { $0.id == id } }

    /// Puts a fault in force, and returns its rule and the open connections on which it happens at once.
    package mutating func add(
        _ injection: Injection,
        seed: UInt64,
        open connections: [ConnectionID: ConnectionTally]
    ) -> (rule: RuleID, hits: [ConnectionID]) {
        var rule = Rule(
            id: nextID,
            injection: injection,
            random: SeededRandom(seed: seed),
            timesLeft: injection.times ?? (injection.trigger == .now ? .max : 1),
            bases: connections
        )
        nextID += 1
        var hits: [ConnectionID] = []
        if injection.trigger == .now, rule.kind.scope == .connectionEvent || rule.kind.scope == .connectionState {
            for connection in connections.keys.sorted() where rule.hits() {
                hits.append(connection)
            }
        }
        if rule.kind.scope == .listener {
            switch injection.trigger.kind {
            case .now, .connect(1): _ = rule.setsOff()
            default: break
            }
        }
        rules.append(rule)
        refresh()
        return (rule.id, hits)
    }

    /// Takes a fault out of force. Does nothing for one that is out of force already.
    package mutating func lift(_ id: RuleID) {
        rules.removeAll { $0.id == id }
        refresh()
    }

    /// Draws whether a fault in force happens to the next packet.
    package mutating func draws(_ id: RuleID) -> Bool {
        guard let index = rules.firstIndex(where: { $0.id == id }) else { return false }
        return rules[index].random.happens(rules[index].injection.probability)
    }

    /// A number from a rule's own sequence.
    package mutating func random(_ id: RuleID) -> UInt64 {
        guard let index = rules.firstIndex(where: { $0.id == id }) else { return 0 }
        return rules[index].random.next()
    }

    /// The faults of the listening socket that are in force now.
    package var listenerRules: [Rule] {
        rules.filter { $0.kind.scope == .listener && $0.isSetOff }
    }

    /// Whether a fault in force deals with the next connection by itself, whether or not there is a server behind it.
    package var standsInForTarget: Bool {
        rules.contains { rule in
            guard rule.kind.needsNoTarget, rule.timesLeft > 0 else { return false }
            return if case .connect(let n) = rule.injection.trigger.kind { rule.seen >= n - 1 } else {
                rule.isForNewcomers
            }
        }
    }

    /// A connection has come in.
    package mutating func connected(_ connection: ConnectionID) -> [RuleID] {
        hits { rule in
            switch rule.injection.trigger.kind {
            case .now:
                return rule.isForNewcomers && rule.hits()
            case .connect(let n):
                rule.seen += 1
                guard rule.kind.scope == .listener else { return rule.seen >= n && rule.hits() }
                // In force before the connection that is counted comes, and drawn once.
                if rule.seen == n - 1 { _ = rule.setsOff() }
                return false
            default:
                return rule.isForNewcomers
            }
        }
    }

    /// A connection has gone.
    package mutating func disconnected(_ connection: ConnectionID) {
        for index in rules.indices {
            rules[index].bases[connection] = nil
            rules[index].triggered.remove(connection)
        }
    }

    /// A client has sent the name of a command, in capitals.
    package mutating func command(_ name: String, on connection: ConnectionID) -> [RuleID] {
        hits { rule in
            guard case .command(name, let nth) = rule.injection.trigger.kind else { return false }
            rule.seen += 1
            // A state that a connection is in is not set off there again.
            guard rule.seen >= nth, !rule.triggered.contains(connection), rule.setsOff() else { return false }
            if rule.kind.scope == .connectionState { rule.triggered.insert(connection) }
            return true
        }
    }

    /// How many bytes may pass in that direction before some rule is to be asked; `nil` for any number.
    package func bytesUntilHit(
        _ direction: StreamDirection,
        on connection: ConnectionID,
        tally: ConnectionTally
    ) -> Int? {
        rules.compactMap { rule -> Int? in
            guard case .bytes(let count, direction) = rule.injection.trigger.kind, rule.timesLeft > 0,
                !rule.triggered.contains(connection)
            else { return nil }
            return max(0, count - rule.passed(direction, on: connection, of: tally))
        }.min()
    }

    /// Bytes have passed in that direction.
    package mutating func bytesPassed(
        _ direction: StreamDirection,
        on connection: ConnectionID,
        tally: ConnectionTally
    ) -> [RuleID] {
        hits { rule in
            guard case .bytes(let count, direction) = rule.injection.trigger.kind,
                count <= rule.passed(direction, on: connection, of: tally)
            else { return false }
            return rule.triggered.insert(connection).inserted && rule.setsOff()
        }
    }

    /// Whole replies have passed: asks for everything but faults on replies.
    package mutating func repliesPassed(on connection: ConnectionID, tally: ConnectionTally) -> [RuleID] {
        hits { $0.kind.scope != .reply && $0.isTriggeredByReplies(connection, tally) && $0.setsOff() }
    }

    /// A reply is about to begin: asks for faults on it.
    package mutating func replyBegins(on connection: ConnectionID, tally: ConnectionTally) -> [RuleID] {
        hits { rule in
            guard rule.kind.scope == .reply else { return false }
            if case .now = rule.injection.trigger.kind { return rule.hits() }
            return rule.isTriggeredByReplies(connection, tally) && rule.hits()
        }
    }

    /// After how long without a byte some rule is to be asked; `nil` for never.
    package func idleLimit(on connection: ConnectionID) -> Duration? {
        rules.compactMap { rule -> Duration? in
            guard case .idle(let limit) = rule.injection.trigger.kind, rule.timesLeft > 0,
                !rule.triggered.contains(connection)
            else { return nil }
            return limit
        }.min()
    }

    /// No byte has passed for that long.
    package mutating func idled(_ connection: ConnectionID, for duration: Duration) -> [RuleID] {
        hits { rule in
            guard case .idle(let limit) = rule.injection.trigger.kind, limit <= duration else { return false }
            return rule.triggered.insert(connection).inserted && rule.setsOff()
        }
    }

    private mutating func hits(_ isHit: (inout Rule) -> Bool) -> [RuleID] {
        var ids: [RuleID] = []
        for index in rules.indices where isHit(&rules[index]) { ids.append(rules[index].id) }
        return ids
    }

    private mutating func refresh() {
        needsNames = rules.contains { rule in
            if case .command = rule.injection.trigger.kind { true } else { false }
        }
        inspects = rules.contains { rule in
            switch rule.injection.trigger.kind {
            case .command, .bytes, .replies: true
            case .now, .connect, .idle: rule.kind.scope == .reply
            }
        }
    }
}

extension FaultTable.Rule {
    /// Whether it hits connections that come while it is in force, where its trigger does not count them.
    fileprivate var isForNewcomers: Bool {
        let scope = kind.scope
        guard injection.trigger == .now else { return scope == .accept && isSetOff }
        return scope == .connectionState || scope == .accept || (scope == .connectionEvent && injection.times != nil)
    }

    /// Like `hits`, and remembers that a fault on the listener or on accepted connections is in force from now on.
    fileprivate mutating func setsOff() -> Bool {
        guard hits() else { return false }
        guard kind.scope == .listener || kind.scope == .accept else { return true }
        isSetOff = true
        timesLeft = .max
        return true
    }

    /// How many bytes have passed since the injection.
    fileprivate func passed(_ direction: StreamDirection, on connection: Int, of tally: ConnectionTally) -> Int {
        tally.bytes(direction) - (bases[connection]?.bytes(direction) ?? 0)
    }

    fileprivate mutating func isTriggeredByReplies(_ connection: Int, _ tally: ConnectionTally) -> Bool {
        guard case .replies(let count) = injection.trigger.kind, timesLeft > 0,
            count <= tally.replies - (bases[connection]?.replies ?? 0)
        else { return false }
        return triggered.insert(connection).inserted
    }
}

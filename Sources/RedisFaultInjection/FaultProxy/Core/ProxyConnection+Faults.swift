import CFaultInjection
import NIOCore
import NIOPosix

extension ProxyConnection {
    /// Whether bytes must be looked at before they are passed on.
    var needsInspection: Bool { core.table.inspects || !marks.isEmpty || !forNextReply.isEmpty }

    /// Applies a rule that has hit this connection.
    ///
    /// - Parameter lane: Where it was hit, when what came before on that lane is to get through.
    func apply(_ id: FaultTable.RuleID, inOrderOn lane: ProxyLane? = nil) {
        guard isOpen, let rule = core.table.rule(id) else { return }
        let direction = rule.injection.direction
        // Recorded first, so that a test that sees the effect of a fault finds it in the journal.
        if rule.isRecorded(whileArriving: isArriving) { core.fired(id, on: self.id) }
        switch rule.kind {
        case .refuse, .fullBacklog:
            core.updateListener()
        case .slowAccept(let delay):
            if isArriving { arrive(in: delay, for: id) }
        case .acceptThenClose:
            if isArriving { turnAway(saying: "") }
        case .errorReply(.maxClients):
            if isArriving { turnAway(saying: ServerErrorReply.maxClients.line) }
        case .end(let ending):
            if let lane { lane.cut(ending, direction) } else { end(ending, direction) }
        case .halfOpen:
            leaveHalfOpen(id, direction)
        case .silentDrop:
            core.fired(id, on: self.id, note: drop(silently: id, direction))
        case .blackHole:
            for side in [StreamDirection.toServer, .toClient] where direction.includes(side) {
                self.lane(to: side).swallow(for: id)
            }
        case .latency, .bandwidth, .slicing, .slowDrip, .slowClose:
            states.append(id)
            reshape()
        case .prependReply(let bytes) where rule.isUnsolicited && toClient.framer.isBetweenMessages:
            core.fired(id, on: self.id)
            toClient.emitNow(bytes)
        default:
            forNextReply.append(id)
        }
    }

    /// Ends the effect of a rule that was lifted.
    func lift(_ id: FaultTable.RuleID) {
        marks.removeAll { $0.rule == id }
        forNextReply.removeAll { $0 == id }
        if let index = states.firstIndex(of: id) {
            states.remove(at: index)
            reshape()
        }
        for side in filtered.removeValue(forKey: id) ?? [] { setFilter(side, false) }
        if delayedBy == id { hasArrived() }
        let lostOnTheWay = [toServer, toClient].map { $0.release(id) }.contains(true)
        let isLostNow = hasFailed && !isCutOff
        if lostOnTheWay || isLostNow || lostBy.contains(id) { reset() }
    }

    /// Whether a fault keeps the client from noticing the end of its connection.
    var isCutOff: Bool {
        !toServer.swallowers.isEmpty || !toClient.swallowers.isEmpty || !filtered.isEmpty || !lostBy.isEmpty
    }

    private func reshape() {
        for lane in [toServer, toClient] {
            var shape = StreamShape()
            for id in states {
                guard let rule = core.table.rule(id), rule.injection.direction.includes(lane.direction) else {
                    continue
                }
                shape.add(rule.kind, rule: id)
            }
            lane.take(shape)
        }
    }

    // MARK: One side gone

    private func leaveHalfOpen(_ id: FaultTable.RuleID, _ direction: FaultDirection) {
        lostBy.insert(id)
        close(direction == .toServer ? .toClient : .toServer, by: .fin)
    }

    // MARK: Silent drop

    private func drop(silently id: FaultTable.RuleID, _ direction: FaultDirection) -> String {
        var reason: String?
        for side in [StreamDirection.toServer, .toClient] where direction.includes(side) {
            // What goes to the server comes in on the client's socket.
            let socket: StreamDirection = side == .toServer ? .toClient : .toServer
            if let problem = setFilter(socket, true) {
                reason = problem
                lane(to: side).swallow(for: id)
            } else {
                filtered[id, default: []].append(socket)
                lane(to: side).stall(for: id)
            }
        }
        return reason.map { "fell back to a black hole: \($0)" } ?? ""
    }

    /// Attaches the filters to a connection to the server that was made after the client's was dropped.
    func filterNew() {
        for sockets in filtered.values where sockets.contains(.toServer) {
            if let problem = setFilter(.toServer, true) {
                core.ledger.note("fell back to a black hole: \(problem)", on: id)
            }
        }
    }

    /// Makes the kernel ignore, or receive again, what comes in on one socket; returns why it could not be done.
    @discardableResult
    private func setFilter(_ side: StreamDirection, _ isOn: Bool) -> String? {
        guard core.usesSocketFilters else { return "socket filters are switched off" }
        // What is not connected yet gets its filter then.
        guard let channel = lane(to: side).destination else { return nil }
        let status = try? channel.pipeline.syncOperations
            .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { faultIgnoreInput($0, isOn ? 1 : 0) }
        guard let status else { return "the socket is out of reach" }
        return status == 0 ? nil : "no socket filter (\(String(cString: strerror(status))))"
    }

    // MARK: Arriving

    private func arrive(in delay: Duration, for rule: FaultTable.RuleID) {
        arrivalTimer?.cancel()
        delayedBy = rule
        arrivalTimer = core.loop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in
            self?.hasArrived()
        }
    }

    private func hasArrived() {
        arrivalTimer?.cancel()
        arrivalTimer = nil
        delayedBy = nil
        guard isOpen, !toServer.isShut else { return }
        connectUpstream()
    }

    private func turnAway(saying line: String) {
        if !line.isEmpty { client?.writeAndFlush(ByteBuffer(string: line), promise: nil) }
        finish(.toClient)
    }

    // MARK: Idleness

    /// A byte has passed.
    func isActive() { lastActivity = .now }

    /// Watches this connection's idle time as long as some rule needs it.
    func watchIdleness() {
        idleTimer?.cancel()
        idleTimer = nil
        guard isOpen, upstream != nil, let limit = core.table.idleLimit(on: id) else { return }
        let left = limit - lastActivity.duration(to: .now)
        idleTimer = core.loop.assumeIsolated().scheduleTask(in: TimeAmount(left)) { [weak self] in
            guard let self else { return }
            let idle = lastActivity.duration(to: .now)
            for id in core.table.idled(self.id, for: idle) { apply(id) }
            watchIdleness()
        }
    }
}

extension FaultTable.Rule {
    /// Whether the journal has each packet that it affects instead of each connection.
    var isRecordedPerPacket: Bool { kind.isDrawnPerPacket && injection.probability < 1 }

    /// Whether it is recorded as soon as it hits a connection. Other faults are recorded when they have an effect: on a
    /// reply, a packet, a socket filter, or an accepted connection.
    fileprivate func isRecorded(whileArriving isArriving: Bool) -> Bool {
        switch kind.scope {
        case .reply: false
        case .accept: isArriving
        case .listener, .connectionEvent, .connectionState: kind != .silentDrop && !isRecordedPerPacket
        }
    }

    /// Whether its trigger is independent of any request.
    fileprivate var isUnsolicited: Bool {
        switch injection.trigger.kind {
        case .connect, .idle: true
        default: false
        }
    }
}

import NIOCore

/// One direction of a connection: what comes from `source`, changed and delayed as faults say, goes to `destination`.
/// Touched on the event loop only.
final class ProxyLane {
    enum Item {
        case bytes(ByteBuffer)
        /// The source has closed.
        case end(byReset: Bool)
        /// A fault ends the connection here.
        case cut(Fault.Ending, FaultDirection)
    }

    /// More than this waits here only until the source notices that it is not read from.
    private static let mostQueued = 256 * 1024

    let direction: StreamDirection
    weak var connection: ProxyConnection?
    var source: (any Channel)?
    var destination: (any Channel)?
    var framer: MessageFramer
    var editor = ReplyEditor()
    /// The beginning of a request whose name is not known yet, while names matter.
    var held: ByteBuffer?
    /// Before this time nothing more is sent, for the sake of a delayed reply.
    private var holdUntil: ContinuousClock.Instant?
    /// The rules that hold it back.
    private var holders: Set<FaultTable.RuleID> = []
    private var shape = StreamShape()
    /// The rules that drop bytes here, and those that hold them back.
    private(set) var swallowers: Set<FaultTable.RuleID> = []
    private var stallers: Set<FaultTable.RuleID> = []
    /// Whether bytes or an end of the stream were dropped.
    private(set) var hasSwallowed = false
    /// Whether everything that comes is dropped from now on.
    private(set) var isShut = false
    /// Whether the end of the stream was passed on.
    private(set) var isFinished = false
    private var hasSourceEnded = false
    private var isStarted = false
    private var isCut = false

    private var queue = CircularBuffer<(item: Item, due: ContinuousClock.Instant)>()
    private var queuedBytes = 0
    private var nextPacketTime: ContinuousClock.Instant?
    private var timer: Scheduled<Void>?
    private var isPumping = false
    private var needsFlush = false
    private var isReading = false

    init(_ direction: StreamDirection) {
        self.direction = direction
        framer = MessageFramer(direction == .toServer ? .requests : .replies)
    }

    /// Whether bytes that come now are looked at and passed on.
    var isPassing: Bool { swallowers.isEmpty && !isShut && !isCut }

    // MARK: Input

    /// Both ends are connected.
    func start() {
        isStarted = true
        pump()
        updateReading()
    }

    func receive(_ buffer: ByteBuffer) {
        guard let connection else { return }
        connection.isActive()
        guard isPassing else {
            hasSwallowed = true
            return
        }
        if held != nil || connection.needsInspection || !editor.isTransparent {
            inspect(buffer, of: connection)
        } else {
            count(buffer, of: connection)
            emit(buffer)
        }
    }

    /// All bytes of one read have been received.
    func receivedAll() {
        if needsFlush {
            needsFlush = false
            destination?.flush()
        }
        updateReading()
    }

    /// The source sends no more.
    func sourceEnded(byReset: Bool) {
        guard !hasSourceEnded else { return }
        hasSourceEnded = true
        // Without a destination that the end could be passed on to, the source's socket is closed.
        if isShut || (destination == nil && isStarted) {
            connection?.close(direction == .toServer ? .toClient : .toServer, by: .fin)
            return
        }
        guard isPassing else {
            hasSwallowed = true
            return
        }
        if let held = held.take() { emit(held) }
        enqueue(.end(byReset: byReset), later: shape.closeDelay)
    }

    /// The source's socket is closed.
    func sourceClosed(byReset: Bool) {
        source = nil
        if isFinished || isShut {
            connection?.end(byReset ? .reset : .fin, .both)
        } else {
            sourceEnded(byReset: byReset)
        }
    }

    /// Ends the connection when all that came before has gone out.
    func cut(_ ending: Fault.Ending, _ direction: FaultDirection) {
        guard !isCut else { return }
        if let held = held.take() { emit(held) }
        enqueue(.cut(ending, direction))
        // After the end of the other stream alone, this one goes on.
        isCut = ending == .reset || direction.includes(self.direction)
    }

    // MARK: Holding back and dropping

    /// Drops everything that comes from now on.
    func swallow() {
        isShut = true
        queue.removeAll()
        queuedBytes = 0
        held = nil
        updateReading()
    }

    func swallow(for rule: FaultTable.RuleID) {
        swallowers.insert(rule)
        updateReading()
    }

    func stall(for rule: FaultTable.RuleID) {
        stallers.insert(rule)
        updateReading()
    }

    /// Holds back a reply that begins now, and what comes after it.
    func hold(for delay: Duration, by rules: [FaultTable.RuleID]) {
        holdUntil = max(holdUntil ?? .now, .now + delay)
        holders.formUnion(rules)
    }

    /// The rule is lifted; returns whether what it took makes the connection useless.
    func release(_ rule: FaultTable.RuleID) -> Bool {
        if holders.remove(rule) != nil, holders.isEmpty {
            holdUntil = nil
            recomputeDueTimes()
        }
        if stallers.remove(rule) != nil {
            pump()
            updateReading()
        }
        return swallowers.remove(rule) != nil && swallowers.isEmpty && hasSwallowed
    }

    func take(_ shape: StreamShape) {
        guard shape != self.shape else { return }
        self.shape = shape
        nextPacketTime = nil
        recomputeDueTimes()
        updateReading()
    }

    /// Recomputes when queued items are due, after a fault was lifted or changed.
    private func recomputeDueTimes() {
        let now = ContinuousClock.now
        var last = now
        for index in queue.indices {
            let longest =
                switch queue[index].item {
                case .bytes: shape.longestLatency
                case .end: shape.closeDelay
                case .cut: Duration.zero
                }
            // In order: nothing is due before what is ahead of it.
            last = max(last, min(queue[index].due, max(now + longest, holdUntil ?? now)))
            queue[index].due = last
        }
        pump()
    }

    /// Gives up the destination; returns it.
    func abandon() -> (any Channel)? {
        defer { stop() }
        return destination.take()
    }

    func stop() {
        destination = nil
        timer?.cancel()
        timer = nil
        swallow()
    }

    // MARK: Output

    func emit(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        emit(ByteBuffer(bytes: bytes))
    }

    func emit(_ buffer: ByteBuffer) {
        guard buffer.readableBytes > 0, !isShut else { return }
        guard queue.isEmpty, shape.isPlain, shape.latencies.isEmpty, stallers.isEmpty, holdUntil == nil, isStarted,
            let destination
        else {
            queuedBytes += buffer.readableBytes
            enqueue(.bytes(buffer), later: latency())
            return
        }
        destination.write(buffer, promise: nil)
        needsFlush = true
    }

    /// Sends bytes although none have come.
    func emitNow(_ bytes: [UInt8]) {
        emit(bytes)
        receivedAll()
    }

    /// Notes that received bytes were dropped.
    func dropped() { hasSwallowed = true }

    private func enqueue(_ item: Item, later: Duration = .zero) {
        var due = ContinuousClock.now + later
        if let last = queue.last?.due { due = max(due, last) }
        if let holdUntil { due = max(due, holdUntil) }
        queue.append((item, due))
        pump()
    }

    private func latency() -> Duration {
        guard let core = connection?.core else { return .zero }
        var sum = Duration.zero
        for latency in shape.latencies where core.table.draws(latency.rule) {
            let share = Double(core.table.random(latency.rule) >> 11) / Double(1 << 53) * 2 - 1
            sum += (latency.delay + latency.jitter * share).atLeastZero
            if core.table.rule(latency.rule)?.isRecordedPerPacket == true {
                core.fired(latency.rule, on: connection?.id)
            }
        }
        return sum
    }

    /// Sends what is due, and schedules a timer for the rest.
    private func pump() {
        guard !isPumping, isStarted, stallers.isEmpty else { return }
        isPumping = true
        defer { isPumping = false }
        timer?.cancel()
        timer = nil
        while let front = queue.first, destination != nil {
            let now = ContinuousClock.now
            let time = max(front.due, nextPacketTime ?? front.due)
            guard time <= now else { return wake(in: time - now) }
            guard case .bytes(var buffer) = front.item else {
                queue.removeFirst()
                perform(front.item)
                continue
            }
            let packet = shape.nextPacket(of: buffer.readableBytes)
            guard let piece = buffer.readSlice(length: packet.bytes) else { return }
            if buffer.readableBytes > 0 {
                queue[queue.startIndex].item = .bytes(buffer)
            } else {
                queue.removeFirst()
            }
            queuedBytes -= packet.bytes
            destination?.writeAndFlush(piece, promise: nil)
            if packet.pause > .zero { nextPacketTime = now + packet.pause }
            // A turn of the loop between two packets, so that they do not leave as one.
            if shape.packetSize != nil, packet.pause == .zero { return wake(in: .zero) }
        }
        if let holdUntil, holdUntil <= .now {
            self.holdUntil = nil
            holders = []
        }
        updateReading()
    }

    private func perform(_ item: Item) {
        guard let connection, let destination else { return }
        switch item {
        case .bytes: break
        case .cut(let ending, let direction):
            // Done when everything before has been handed to the kernel.
            destination.writeAndFlush(ByteBuffer()).assumeIsolated().whenComplete { _ in
                connection.end(ending, direction)
            }
        case .end(true):
            connection.reset()
        case .end(false):
            needsFlush = false
            // A socket whose input has ended drops what it has yet to write when its output is closed.
            destination.writeAndFlush(ByteBuffer()).assumeIsolated().whenComplete { [self] _ in
                isFinished = true
                if source == nil {
                    connection.finish(direction)
                } else {
                    destination.close(mode: .output, promise: nil)
                    connection.laneFinished()
                }
            }
        }
    }

    private func wake(in delay: Duration) {
        guard let loop = destination?.eventLoop else { return }
        timer = loop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { [weak self] in self?.pump() }
    }

    // MARK: Back-pressure

    /// The destination takes more, or no more.
    func destinationChanged() { updateReading() }

    private func updateReading() {
        guard isStarted || isShut, let source else { return }
        let hasRoom = stallers.isEmpty && queuedBytes < Self.mostQueued && destination?.isWritable != false
        let shouldRead = hasRoom || isShut || !swallowers.isEmpty
        guard shouldRead != isReading else { return }
        isReading = shouldRead
        try? source.syncOptions?.setOption(.autoRead, value: shouldRead)
    }
}

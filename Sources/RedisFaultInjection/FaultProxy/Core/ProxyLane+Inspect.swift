import NIOCore

extension ProxyLane {
    /// Counts bytes and messages that are passed on as they are.
    func count(_ buffer: ByteBuffer, of connection: ProxyConnection) {
        var messages = 0
        buffer.withUnsafeReadableBytes { bytes in
            var offset = 0
            while true {
                switch framer.advance(bytes, from: &offset, to: bytes.count) {
                case .needsMore: return
                case .named: break
                case .messageEnd(let isPush): messages += isPush ? 0 : 1
                }
            }
        }
        add(bytes: buffer.readableBytes, messages: messages, to: connection)
    }

    private func add(bytes: Int, messages: Int, to connection: ProxyConnection) {
        switch direction {
        case .toServer:
            connection.tally.bytesToServer += bytes
            connection.tally.requests += messages
        case .toClient:
            connection.tally.bytesToClient += bytes
            connection.tally.replies += messages
        }
    }

    /// Passes bytes on message by message, checking the rules at every step.
    func inspect(_ buffer: ByteBuffer, of connection: ProxyConnection) {
        var rest = buffer
        while rest.readableBytes > 0 || framer.hasPendingEnd, isPassing {
            if direction == .toClient, framer.isBetweenMessages,
                let first = rest.getInteger(at: rest.readerIndex, as: UInt8.self), MessageFramer.beginsReply(first)
            {
                replyBegins(on: connection)
                guard isPassing else { break }
            }
            let limit = connection.core.table.bytesUntilHit(direction, on: connection.id, tally: connection.tally)
            if limit != 0 || framer.hasPendingEnd {
                advance(&rest, by: limit ?? .max, of: connection)
            }
            if limit != nil, isPassing { bytesPassed(on: connection) }
        }
        if rest.readableBytes > 0 { dropped() }
    }

    private func advance(_ rest: inout ByteBuffer, by limit: Int, of connection: ProxyConnection) {
        let knewName = framer.knowsName
        var consumed = 0
        let event = rest.withUnsafeReadableBytes { bytes in
            framer.advance(bytes, from: &consumed, to: min(limit, bytes.count))
        }
        add(bytes: consumed, messages: 0, to: connection)
        if consumed > 0, let piece = rest.readSlice(length: consumed) {
            if direction == .toServer, !knewName, !framer.isOpaque, connection.core.table.needsNames {
                hold(piece)
            } else {
                pass(piece)
            }
        }
        if framer.isOpaque, let held = held.take() { emit(held) }
        switch event {
        case .needsMore: break
        case .named: commandNamed(on: connection)
        case .messageEnd(let isPush): if !isPush { messageEnded(on: connection) }
        }
    }

    private func hold(_ piece: ByteBuffer) {
        var whole = held ?? ByteBuffer()
        var piece = piece
        whole.writeBuffer(&piece)
        held = whole
    }

    private func pass(_ piece: ByteBuffer) {
        if let held = held.take() { emit(held) }
        if direction == .toServer || editor.isTransparent {
            emit(piece)
        } else {
            emit(editor.pass(Array(piece.readableBytesView)))
        }
    }

    private func commandNamed(on connection: ProxyConnection) {
        for id in connection.core.table.command(framer.name, on: connection.id) {
            guard let rule = connection.core.table.rule(id) else { continue }
            let waitsForReply = rule.kind.scope == .reply || rule.injection.direction == .toClient
            if waitsForReply, rule.kind.scope != .listener, rule.kind.scope != .accept {
                connection.marks.append((connection.tally.requests, id))
            } else {
                cutDropsHeld(rule)
                connection.apply(id, inOrderOn: self)
            }
        }
        guard let held = held.take() else { return }
        isPassing ? emit(held) : dropped()
    }

    /// A command that ends its connection is not passed on, not even its beginning.
    private func cutDropsHeld(_ rule: FaultTable.Rule) {
        if case .end = rule.kind { held = nil }
    }

    private func messageEnded(on connection: ProxyConnection) {
        add(bytes: 0, messages: 1, to: connection)
        guard direction == .toClient else { return }
        emit(editor.end())
        for id in connection.core.table.repliesPassed(on: connection.id, tally: connection.tally) where isPassing {
            connection.apply(id, inOrderOn: self)
        }
    }

    private func bytesPassed(on connection: ProxyConnection) {
        for id in connection.core.table.bytesPassed(direction, on: connection.id, tally: connection.tally) {
            guard isPassing else { return }
            connection.apply(id, inOrderOn: self)
        }
    }

    private func replyBegins(on connection: ProxyConnection) {
        let core = connection.core
        for id in core.table.repliesPassed(on: connection.id, tally: connection.tally) where isPassing {
            connection.apply(id, inOrderOn: self)
        }
        let request = connection.tally.replies
        var due = connection.marks.filter { $0.request <= request }.map(\.rule) + connection.forNextReply
        connection.marks.removeAll { $0.request <= request }
        connection.forNextReply = []
        due += core.table.replyBegins(on: connection.id, tally: connection.tally)
        var edit = ReplyEditor.Edit()
        var delayers: [FaultTable.RuleID] = []
        for id in due where isPassing {
            guard let rule = core.table.rule(id) else { continue }
            if rule.kind.scope != .reply {
                connection.apply(id, inOrderOn: self)
            } else if edit.add(rule.kind, seed: core.table.random(id)) {
                core.fired(id, on: connection.id)
                if case .delayReply = rule.kind { delayers.append(id) }
            }
        }
        guard isPassing else { return }
        if edit.delay > .zero { hold(for: edit.delay, by: delayers) }
        emit(editor.begin(edit))
    }
}

import DequeModule
package import RedisTransport

/// Receives bytes, parses replies, and gives each to the call that it answers.
extension Connection {
    /// Hands pushes to a handler from now on. They are ignored otherwise.
    ///
    /// - Parameter inReplies: The connection is about to subscribe under RESP2, which has no other form for a message than
    ///   that of a reply: every reply is looked at first.
    package func onPush(_ handler: any PushHandler, inReplies: Bool) {
        pushHandler = handler
        repliesMayBePushes = inReplies
    }

    package func socketIsReady(for ready: Interest) {
        // A TLS session may have to write before it can read on.
        if ready.contains(.read) || isOpen && socket.mayHoldMore { receive(budget: Self.receiveBudget) }
        if ready.contains(.write), isOpen {
            flush()
            if hasRoom { owner?.connectionHasRoom(self) }
        }
    }

    func receive(budget: Int) {
        let now = context.time.now()
        var received = 0
        let buffer = context.loop.receiveBuffer
        while received < budget, isOpen {
            do {
                guard let count = try socket.receive(into: buffer) else { return }
                received += count
                lastBytes = now
                try parse(UnsafeRawBufferPointer(rebasing: buffer[..<count]), now: now)
                if count < buffer.count, !socket.mayHoldMore { return }
            } catch let error as Socket.Failure {
                lose(error)
            } catch let error as ReplyReaderError {
                close(unusable(error))
            } catch {
                return
            }
        }
        if isOpen { socket.receiveAgain() }
    }

    /// The next reply cannot be used. Only the call that it belongs to is told so: the others lose their connection.
    @inline(never)
    private func unusable(_ error: ReplyReaderError) -> ConnectionFailure {
        let unusable = RedisError(
            .protocolError, outcome: .unknown,
            message: "the server's reply cannot be used: \(error). The connection was closed",
            endpoint: context.name, underlying: error)
        guard let first = inFlight.first, first.offset < socket.sentCount else {
            return ConnectionFailure(error: unusable)
        }
        first.hasUnusableReply = true
        let name = first.request.wire.name
        return ConnectionFailure(
            error: unusable,
            errorOfOthers: RedisError(
                .connectionLost, outcome: .unknown,
                message: "the connection was closed because another call's reply, to \(name), cannot be used: \(error)",
                endpoint: context.name, underlying: error))
    }

    private func parse(_ bytes: UnsafeRawBufferPointer, now: MonotonicTime) throws(ReplyReaderError) {
        var delivered = 0
        try reader.read(bytes) { reply throws(ReplyReaderError) in
            if case .push(let parts) = reply {
                if let pushHandler {
                    delivered += 1
                    pushHandler.connection(self, received: Push(parts: parts))
                }
                return
            }
            delivered += 1
            if repliesMayBePushes, let push = Push(reply: reply) {
                pushHandler?.connection(self, received: push)
                return
            }
            try deliver(reply)
        }
        guard delivered > 0 else { return }
        if isDraining {
            health.replyReceived(now: now)
            return closeIfDrained()
        }
        let wasTrusted = health.isTrusted
        health.replyReceived(now: now)
        isSuspect = false
        if isConfirming { flush() }
        if !wasTrusted {
            while let call = held.popFirst() { put(call, now: now) }
            flush()
        }
    }

    private func deliver(_ reply: consuming RESPValue) throws(ReplyReaderError) {
        guard isOpen, let call = nextToBeAnswered() else { throw unexpected(reply) }
        if reply.isError || call.isHealthCheck { try examine(reply, to: call) }
        call.receive(reply)
    }

    /// Not inlined, as what is rare, so that the way of every other reply stays short.
    @inline(never)
    private func examine(_ reply: RESPValue, to call: Call) throws(ReplyReaderError) {
        if case .error(let error) = reply {
            if call.isHealthCheck || RedisFailureCause(reply: error) == nil {
                owner?.connection(self, received: error)
            } else {
                confirm()
            }
        } else if !reply.isPong {
            // It stays in line, as the one whose reply cannot be used.
            inFlight.prepend(call)
            throw ReplyReaderError(description: "it does not answer the PING of a health check")
        }
    }

    /// Sends a PING: one command's error reply says nothing about the server until a PING gets the same. A shard behind a
    /// proxy may be loading, a slot of a cluster unserved, and a script may word its errors as it likes.
    private func confirm() {
        guard checksHealth, !isConfirming, !isDraining else { return }
        isConfirming = true
        put(.ping(now: context.time.now()) { [weak self] _ in self?.isConfirming = false }, now: context.time.now())
    }

    /// Sends a PING unless the connection owes a reply already: either will show that the server is there.
    func askForReply(now: MonotonicTime) {
        guard isOpen, !isDraining, checksHealth, inFlight.isEmpty else { return }
        sendPing(now: now)
    }

    @inline(never)
    private func unexpected(_ reply: RESPValue) -> ReplyReaderError {
        // A server that is at its limit of clients says so before it has read anything, and closes the connection.
        if isOpen, socket.sentCount == 0, case .error(let error) = reply {
            owner?.connection(self, received: error)
        }
        return ReplyReaderError(description: "it came without a command")
    }

    /// The call that the next reply belongs to, taken off when that is its last: the receiver of the reply may close the
    /// connection or put more calls on it. Taking it off and putting it back costs no more than a look at it.
    private func nextToBeAnswered() -> Call? {
        guard let first = inFlight.popFirst() else { return nil }
        if first.offset < socket.sentCount, first.isAnsweredByNextReply {
            inFlightBytes -= first.byteCount
        } else {
            inFlight.prepend(first)
            guard first.offset < socket.sentCount else { return nil }
        }
        return first
    }
}

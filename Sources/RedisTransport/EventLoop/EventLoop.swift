/// Receives the readiness of one socket, on the event loop's thread.
package protocol SocketHandler: AnyObject {
    func socketIsReady(for ready: Interest)
}

/// Holds buffers that shrink when they are not needed, on the event loop's thread.
package protocol BufferOwner: AnyObject {
    /// Releases memory that was not needed since the last call. Returns whether it is to be called again.
    func trimBuffers() -> Bool
}

/// Waits for sockets to become ready and calls their handlers. Used on one thread only.
///
/// It has no timers: the owner passes a time limit to each wait.
package final class EventLoop {
    private struct Watched {
        var generation: UInt32
        var handler: any SocketHandler
    }

    private let poller: any Poller
    private let waker: Waker
    private let mustTakeWakeUpsBack: Bool
    private var watched: [Int32: Watched] = [:]
    private var generation: UInt32 = 0
    private var events: [ReadyEvent] = []
    private var again: [ReadyEvent] = []
    private var bufferOwners: [WeakBufferOwner] = []
    private var turnsSinceTrim = 0
    private var idleSinceTrim: Int32 = 0
    /// The buffer that every socket receives into, before the bytes are parsed.
    package let receiveBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 * 1024, alignment: 16)

    private static let wakeToken = UInt64.max
    /// Buffers are trimmed when the loop was idle for this many milliseconds, or after so many turns with events.
    private static let idleUntilTrim: Int32 = 1_000
    private static let turnsUntilTrim = 1_024

    private struct WeakBufferOwner {
        weak var owner: (any BufferOwner)?
    }

    package init(backend: PollerBackend, waker: Waker) throws {
        poller = try backend.makePoller()
        self.waker = waker
        mustTakeWakeUpsBack = !poller.watchWaker(waker.reading, token: Self.wakeToken)
    }

    deinit { receiveBuffer.deallocate() }

    /// Watches a socket. The handler is retained until ``stopWatching(_:)``.
    package func watch(_ descriptor: Int32, for interest: Interest, handler: any SocketHandler) {
        generation &+= 1
        watched[descriptor] = Watched(generation: generation, handler: handler)
        poller.watch(descriptor, for: interest, token: token(descriptor, generation))
    }

    /// Changes what a watched socket is watched for.
    package func change(_ descriptor: Int32, to interest: Interest) {
        guard let entry = watched[descriptor] else { return }
        poller.watch(descriptor, for: interest, token: token(descriptor, entry.generation))
    }

    /// Stops watching a socket. Must be called before the socket is closed.
    package func stopWatching(_ descriptor: Int32) {
        guard watched.removeValue(forKey: descriptor) != nil else { return }
        poller.watch(descriptor, for: [], token: 0)
    }

    /// Calls the socket's handler at the next turn as if the socket were readable.
    package func callAgain(_ descriptor: Int32) {
        guard let entry = watched[descriptor] else { return }
        again.append(ReadyEvent(token: token(descriptor, entry.generation), ready: .read))
    }

    /// Calls the owner after some time, until it needs no more calls. Register it once until then.
    package func trimLater(_ owner: any BufferOwner) {
        bufferOwners.append(WeakBufferOwner(owner: owner))
    }

    /// No clock is read for this, and nothing is done while no large buffer exists.
    private func trimIfDue(waited milliseconds: Int32) {
        if events.isEmpty { idleSinceTrim += milliseconds } else { turnsSinceTrim += 1 }
        guard turnsSinceTrim >= Self.turnsUntilTrim || idleSinceTrim >= Self.idleUntilTrim else { return }
        (turnsSinceTrim, idleSinceTrim) = (0, 0)
        bufferOwners.removeAll { $0.owner?.trimBuffers() != true }
    }

    /// Waits for at most the given time (`nil`: without limit; less when buffers are to be trimmed) and calls the handlers of the ready sockets.
    /// Calls `awake` before them: messages caused by the handlers may arrive while they still run.
    /// Returns whether there was any event.
    @discardableResult
    package func wait(for time: Duration?, awake: () -> Void = {}) -> Bool {
        var milliseconds = again.isEmpty ? time.map { Self.milliseconds($0) } ?? -1 : 0
        if !bufferOwners.isEmpty, milliseconds < 0 || milliseconds > Self.idleUntilTrim {
            milliseconds = Self.idleUntilTrim
        }
        events.removeAll(keepingCapacity: true)
        swap(&events, &again)
        poller.wait(milliseconds: milliseconds, into: &events)
        awake()
        if !bufferOwners.isEmpty { trimIfDue(waited: milliseconds) }
        for event in events {
            if event.token == Self.wakeToken {
                if mustTakeWakeUpsBack { waker.reset() }
                continue
            }
            // Since the wait ended, a handler may have closed this socket and another may have got its descriptor.
            guard let entry = watched[Int32(truncatingIfNeeded: event.token)],
                entry.generation == UInt32(truncatingIfNeeded: event.token >> 32)
            else { continue }
            entry.handler.socketIsReady(for: event.ready)
        }
        return !events.isEmpty
    }

    private func token(_ descriptor: Int32, _ generation: UInt32) -> UInt64 {
        UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
    }

    /// Rounds up: waking before a deadline would only mean waiting again.
    private static func milliseconds(_ time: Duration) -> Int32 {
        let nanoseconds = max(0, time.clampedNanoseconds)
        let milliseconds = nanoseconds / 1_000_000 + (nanoseconds % 1_000_000 > 0 ? 1 : 0)
        return Int32(clamping: min(milliseconds, 60_000))
    }
}

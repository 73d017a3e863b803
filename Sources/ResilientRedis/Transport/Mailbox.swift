package import DequeModule
import Synchronization

/// Carries messages from any thread to the event loop with few wake-ups: the loop is woken only when it sleeps, and
/// everything that arrives while it is awake is taken in one go.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct State {
        var messages = Deque<Message>()
        var isAsleep = false
        var isClosed = false
    }

    private let state = Mutex(State())
    package let waker: Waker

    package init() throws {
        waker = try Waker()
    }

    /// Leaves a message. Returns false when the loop has ended: the message was not taken.
    package func post(_ message: Message) -> Bool {
        let (taken, wake) = state.withLock { state in
            if state.isClosed { return (false, false) }
            state.messages.append(message)
            let wake = state.isAsleep
            state.isAsleep = false
            return (true, wake)
        }
        if wake { waker.wake() }
        return taken
    }

    /// Swaps the waiting messages for an empty queue, whose room is used again.
    package func take(into empty: inout Deque<Message>) {
        state.withLock { state in
            state.isAsleep = false
            swap(&state.messages, &empty)
        }
    }

    /// No message waits.
    package var isEmpty: Bool { state.withLock { $0.messages.isEmpty } }

    /// Announces that the loop is about to sleep. False when messages are waiting: it must not.
    package func fallAsleep() -> Bool {
        state.withLock { state in
            guard state.messages.isEmpty else { return false }
            state.isAsleep = true
            return true
        }
    }

    /// Announces that the loop sleeps no more: it takes the messages before it does again, so none has to wake it.
    package func wakeUp() {
        state.withLock { $0.isAsleep = false }
    }

    /// Refuses messages from now on and returns those not taken yet.
    package func close() -> Deque<Message> {
        state.withLock { state in
            state.isClosed = true
            defer { state.messages = [] }
            return state.messages
        }
    }
}

package import RedisTransport

/// Decides when a shared connection is made, replaced and given up, and what becomes of the calls on a lost one.
///
/// It does no I/O and knows no connection: ``SharedConnection`` carries its actions out.
package struct SharedConnectionStateMachine: Sendable {
    package enum State: Sendable, Equatable {
        /// There is no connection. Becomes `connecting` with a call that waits.
        case disconnected
        /// A connection is being made; calls wait for it. Becomes `connected` or `disconnected`.
        case connecting
        /// Calls are sent. Becomes `replacing` at the time given, `disconnected` or `connecting` when it is lost.
        case connected(replaceAt: MonotonicTime)
        /// Calls are sent, and a younger connection is being made. Becomes `connected`, `disconnected` or `connecting`.
        case replacing
    }

    package enum Action: Sendable, Equatable {
        case none
        /// Make a connection.
        case connect
        /// Give the connection no more calls, and close it when those on it are answered.
        case drain
        /// Drain the connection and make another one.
        case drainAndConnect
        /// Every waiting call fails with the error of the attempt.
        case failWaiting
        /// The server is unavailable.
        case outage(FailureCause)
    }

    package private(set) var state = State.disconnected
    /// How long a connection that could not be replaced is kept before the next attempt.
    private let replacementRetry: Duration

    package init(replacementRetry: Duration) {
        self.replacementRetry = replacementRetry
    }

    /// A call waits for a connection.
    package mutating func callWaits() -> Action {
        guard state == .disconnected else { return .none }
        state = .connecting
        return .connect
    }

    /// A connection is ready. One that was in use is drained by the driver.
    package mutating func connected(replaceAt: MonotonicTime) {
        state = .connected(replaceAt: replaceAt)
    }

    /// No connection could be made.
    package mutating func connectFailed(_ cause: FailureCause?, now: MonotonicTime) -> Action {
        switch state {
        case .connected: return .none
        case .replacing:
            // It was to replace a connection that still works: that one is kept a while longer.
            state = .connected(replaceAt: now + replacementRetry)
            return .none
        case .disconnected, .connecting:
            state = .disconnected
            return cause.map { .outage($0) } ?? .failWaiting
        }
    }

    /// The connection was lost. `hasWaiting`: calls wait for another one.
    package mutating func connectionLost(hasWaiting: Bool) -> Action {
        let isBeingReplaced = state == .replacing
        guard isConnected else { return .none }
        state = isBeingReplaced ? .connecting : .disconnected
        return hasWaiting && !isBeingReplaced ? callWaits() : .none
    }

    /// No reply comes any more on the connection, or its server became a replica: another one is needed.
    package mutating func connectionIsUseless(hasWaiting: Bool) -> Action {
        guard isConnected else { return .none }
        return connectionLost(hasWaiting: hasWaiting) == .connect ? .drainAndConnect : .drain
    }

    /// Redis became unavailable. Attempts to connect have ended.
    package mutating func outageBegan() -> Action {
        defer { state = .disconnected }
        return isConnected ? .drain : .none
    }

    /// Everything was closed.
    package mutating func closed() { state = .disconnected }

    /// Lets time pass. An aged connection is replaced while it is still used.
    package mutating func advance(to now: MonotonicTime) -> Action {
        guard case .connected(let replaceAt) = state, now >= replaceAt else { return .none }
        state = .replacing
        return .connect
    }

    /// When to call ``advance(to:)`` next.
    package var nextCheck: MonotonicTime {
        if case .connected(let replaceAt) = state { replaceAt } else { .distantFuture }
    }

    /// There is a connection in use.
    package var isConnected: Bool {
        switch state {
        case .connected, .replacing: true
        case .disconnected, .connecting: false
        }
    }
}

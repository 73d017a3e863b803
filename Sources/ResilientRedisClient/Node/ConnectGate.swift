package import RedisTransport

/// Decides whether a connection may be made now: what a server has refused or dropped is not asked again at once, whatever
/// the load.
///
/// As long as no connection has brought a caller a reply, they are made one after the other. Failures in a row are
/// remembered for 0.5 s, growing to 5 s; callers get the last one at once meanwhile. A connection that is lost before it
/// brought a reply may be replaced at once, the first time; the third one is made a second later.
package struct ConnectGate {
    package enum Decision {
        /// Make it.
        case dial
        /// Ask again later: another one has to show first that the server serves this client.
        case wait
        /// Fail with what is remembered.
        case refuse(RedisError)
    }

    /// A caller has got a reply since the last failure.
    package private(set) var isProven = false
    /// What was opened before says nothing.
    package private(set) var unprovenSince = MonotonicTime(nanoseconds: 0)
    /// Failures since a caller got a reply.
    package private(set) var failures = 0
    /// A connection was made since the last failure.
    package private(set) var hasConnected = false
    private var error: RedisError?
    /// The last failure was a refusal by the server.
    private var wasRefused = false
    private var retryAt = MonotonicTime(nanoseconds: 0)
    /// The next connection may be made although the last one has not brought a reply.
    private var releaseAt = MonotonicTime(nanoseconds: 0)

    /// How long the first connection may take to bring a reply before others are made beside it.
    private static let grace = Duration.milliseconds(50)
    private static let longestPause = Duration.seconds(5)

    package init() {}

    /// - Parameter isDialing: A connection is being made already.
    package func request(now: MonotonicTime, isDialing: Bool) -> Decision {
        if let error, now < retryAt { return isPatient ? .wait : .refuse(error.with(retryAfter: retryAt - now)) }
        if isProven { return .dial }
        return isDialing || now < releaseAt ? .wait : .dial
    }

    /// When those that wait are to ask again.
    package func nextCheck(now: MonotonicTime) -> MonotonicTime {
        let time = isPatient ? max(releaseAt, retryAt) : releaseAt
        return time > now ? time : .distantFuture
    }

    /// Two connections in a row were lost, which may be chance: calls wait for the third within their own time.
    private var isPatient: Bool { failures == 2 && !wasRefused }

    /// A connection was made.
    package mutating func connected(now: MonotonicTime) {
        guard !isProven else { return }
        hasConnected = true
        releaseAt = now + max(Self.grace, pause)
    }

    /// No connection could be made, or one was lost before it brought a caller a reply.
    ///
    /// - Parameter isRefusal: The server has refused this client: trying again at once is of no use.
    package mutating func failed(_ error: RedisError, isRefusal: Bool, now: MonotonicTime) {
        lostTrust(now: now)
        // Those that failed together are one failure.
        guard now >= retryAt else { return }
        failures += 1
        wasRefused = isRefusal
        self.error = error
        let pause = isRefusal ? min(Self.longestPause, .milliseconds(500) * Self.power(failures - 1)) : pause
        retryAt = now + pause
    }

    /// A connection was lost: the next one has to show that the server is the same as before.
    package mutating func lostTrust(now: MonotonicTime) {
        isProven = false
        hasConnected = false
        unprovenSince = now
        releaseAt = now
    }

    /// Connections may be made at once: the breaker sees to the pauses.
    package mutating func beginTrial(openedSince time: MonotonicTime) {
        lostTrust(now: time)
        retryAt = time
    }

    /// A caller has got a reply on a connection made after the last failure, or the time for that is over and nothing has
    /// failed.
    package mutating func proved() {
        isProven = true
        failures = 0
        error = nil
    }

    /// Nothing is remembered any more.
    package mutating func reset(now: MonotonicTime) {
        failures = 0
        error = nil
        retryAt = now
        lostTrust(now: now)
    }

    private var pause: Duration {
        failures < 2 ? .zero : min(Self.longestPause, .seconds(1) * Self.power(failures - 2))
    }

    private static func power(_ exponent: Int) -> Int { 1 << min(max(exponent, 0), 8) }
}

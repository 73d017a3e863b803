import RedisTransport
import CRedisIO

/// Opens a connection that is ready for commands: resolves the name, connects, and does the TLS and Redis handshakes.
/// All of it happens under one deadline.
///
/// Only connecting is tried with several addresses: a TLS or Redis handshake that fails on the address that connected
/// first fails the dial.
final class Dial: SocketHandler {
    private enum Step {
        /// The name is being resolved. Becomes `connecting`.
        case resolving
        /// `race` and `attempts` connect to the addresses. Becomes `securing` or `shakingHands`.
        case connecting
        /// The TLS handshake is under way. Becomes `shakingHands`.
        case securing(Socket, TLSSession)
        /// The handshake's commands were sent. Becomes `ready`.
        case shakingHands(Connection)
        /// The commands were answered. Bytes that came together with the replies are still to be checked, and make the
        /// dial fail; at the loop's next turn it becomes `finished`.
        case ready(Connection)
        /// The outcome was reported. Final.
        case finished
    }

    /// A socket that is being connected to one of the addresses.
    private final class Attempt: SocketHandler {
        let address: String
        let socket: Socket
        private weak var dial: Dial?

        init(address: String, socket: Socket, dial: Dial) {
            self.address = address
            self.socket = socket
            self.dial = dial
        }

        func socketIsReady(for ready: Interest) { dial?.attemptIsReady(self) }
    }

    private let context: ConnectionContext
    private let generation: UInt64
    private var deadline: MonotonicTime
    private let completion: (Result<Connection, ConnectionFailure>) -> Void
    private var handshake: Handshake
    private var step = Step.resolving
    private var race: ConnectRace
    private var attempts: [Attempt] = []
    /// What this machine lacked when a socket was to be opened, and for how many addresses.
    private var shortage: LocalShortage?
    private var shortages = 0

    /// Prepares an attempt; ``start(resolver:)`` begins it.
    ///
    /// - Parameter version: The version of the protocol to agree on; by default the configured one.
    init(
        context: ConnectionContext, generation: UInt64, version: RedisConfiguration.ProtocolVersion? = nil,
        deadline: MonotonicTime,
        completion: @escaping (Result<Connection, ConnectionFailure>) -> Void
    ) {
        self.context = context
        self.generation = generation
        self.deadline = deadline
        self.completion = completion
        var configuration = context.configuration
        configuration.protocolVersion = version ?? configuration.protocolVersion
        handshake = Handshake(configuration)
        race = ConnectRace(addresses: [], now: deadline, deadline: deadline)
    }

    private var isFinished: Bool {
        if case .finished = step { true } else { false }
    }

    func start(resolver: ResolverQueue) {
        switch context.address {
        case .unixSocket(let path): connect(to: [path])
        case .tcp(let host, _) where host.isNumericAddress: connect(to: [host])
        case .tcp(let host, _):
            resolver.resolve(host) { [weak self] result in
                guard let self, case .resolving = self.step else { return }
                switch result {
                case .success(let addresses): self.connect(to: addresses)
                case .failure(let error):
                    if let shortage = error.shortage { return self.fail(shortage) }
                    self.fail(
                        .nameResolution, "the host name could not be resolved: \(error). Check the name and the DNS")
                }
            }
        }
    }

    // MARK: Connecting

    private func connect(to addresses: [String]) {
        let now = context.time.now()
        race = ConnectRace(addresses: addresses, now: now, deadline: deadline)
        step = .connecting
        continueRace(now: now)
    }

    private func continueRace(now: MonotonicTime) {
        while case .connecting = step, let action = race.next(now: now) {
            switch action {
            case .connect(let address): startAttempt(address, now: now)
            case .abandon(let address): endAttempt(address)
            case .fail:
                if let shortage, race.results.count == shortages { return fail(shortage) }
                fail(
                    .connect,
                    "no connection could be opened: \(results). Check that the server runs and is reachable")
            }
        }
    }

    private func startAttempt(_ address: String, now: MonotonicTime) {
        var text = [CChar](repeating: 0, count: 160)
        let connection =
            switch context.address {
            case .unixSocket(let path): rio_connect_unix(path, &text, text.count)
            case .tcp(_, let port): rio_connect_tcp(address, Int32(port), &text, text.count)
            }
        guard let connection else {
            let reason = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            note(LocalShortage(of: rio_local_shortage(text)))
            return race.failed(address, reason: reason, now: now)
        }
        let attempt = Attempt(
            address: address, socket: Socket(taking: connection, loop: context.loop), dial: self)
        attempts.append(attempt)
        attempt.socket.watch(for: .write, handler: attempt)
    }

    private func note(_ new: LocalShortage?) {
        guard let new else { return }
        shortage = new
        shortages += 1
    }

    private func endAttempt(_ address: String) {
        guard let index = attempts.firstIndex(where: { $0.address == address }) else { return }
        attempts.remove(at: index).socket.close()
    }

    private func closeAttempts() {
        for attempt in attempts { attempt.socket.close() }
        attempts = []
    }

    private func attemptIsReady(_ attempt: Attempt) {
        guard case .connecting = step else { return }
        let code = rio_connect_result(attempt.socket.descriptor)
        if code == 0 {
            race.connected()
            attempts.removeAll { $0 === attempt }
            closeAttempts()
            connected(attempt.socket)
        } else {
            let now = context.time.now()
            endAttempt(attempt.address)
            note(LocalShortage(of: code))
            race.failed(attempt.address, reason: systemMessage(code), now: now)
            continueRace(now: now)
        }
    }

    /// Every address that was tried, with its result.
    private var results: String {
        let results = race.results.map { result in
            if case .unixSocket = context.address { result.reason } else { "\(result.address): \(result.reason)" }
        }
        return results.isEmpty ? "no address" : results.joined(separator: "; ")
    }

    package func socketIsReady(for ready: Interest) {
        if case .securing(let socket, let session) = step { secure(socket, session) }
    }

    private func connected(_ socket: Socket) {
        var host: String?
        if case .tcp(let name, _) = context.address {
            socket.setOptions(context.configuration.tcp)
            host = name
        }
        guard let tls = context.tls else { return shakeHands(socket) }
        do {
            let session = try TLSSession(
                tls, descriptor: socket.descriptor, serverName: context.certificateName ?? host)
            secure(socket, session)
        } catch {
            fail(.tls, error)
        }
    }

    private func secure(_ socket: Socket, _ session: TLSSession) {
        step = .securing(socket, session)
        do {
            switch try session.handshake() {
            case .done:
                socket.secure(with: session)
                shakeHands(socket)
            case .wantRead: socket.watch(for: .read, handler: self)
            case .wantWrite: socket.watch(for: .write, handler: self)
            }
        } catch {
            fail(.tls, error)
        }
    }

    // MARK: Handshake

    private func shakeHands(_ socket: Socket) {
        let connection = Connection(socket, context: context, generation: generation)
        step = .shakingHands(connection)
        connection.owner = self
        send(handshake.request, on: connection)
        // What the server sent together with its end of the TLS handshake raises no readiness.
        if context.tls != nil { connection.socketIsReady(for: .read) }
    }

    private func send(_ request: RedisRequest, on connection: Connection) {
        let now = context.time.now()
        let call = Call(request, submitted: now, deadline: .distantFuture)
        call.waiter.wait { [weak self] result in
            if case .success(let value) = result { self?.received(value, of: request, on: connection) }
        }
        connection.send(call, now: now)
        connection.flush()
    }

    private func received(_ value: RESPValue, of request: RedisRequest, on connection: Connection) {
        let replies = request.replyCount == 1 ? [value] : value.elements ?? []
        switch handshake.receive(replies, endpoint: context.name) {
        case .send(let next): send(next, on: connection)
        case .fail(let failure): finish(.failure(failure))
        case .ready(let version):
            connection.protocolVersion = version
            step = .ready(connection)
        }
    }

    /// Hands over a connection that is ready. Called when no connection is handling what it has received.
    func finishIfReady() {
        if case .ready(let connection) = step { finish(.success(connection)) }
    }

    // MARK: Ending

    /// Gives the dial more time, because this process was held up: that says nothing about the server.
    func postpone(by delay: Duration) { deadline = deadline + delay }

    /// Lets time pass.
    func advance(to now: MonotonicTime) {
        if now >= deadline {
            // This thread may have been held up: what has arrived in time must not count as silence.
            if case .shakingHands(let connection) = step { connection.socketIsReady(for: .read) }
            return expire()
        }
        continueRace(now: now)
    }

    /// When ``advance(to:)`` wants to be called next.
    var nextCheck: MonotonicTime {
        switch step {
        case .ready: MonotonicTime(nanoseconds: 0)
        case .finished: .distantFuture
        case .connecting: min(race.nextCheck, deadline)
        case .resolving, .securing, .shakingHands: deadline
        }
    }

    private func expire() {
        let limit = context.configuration.resilience.connectTimeout.inSeconds
        switch step {
        case .resolving:
            fail(.nameResolution, "the host name was not resolved within \(limit). Check the DNS")
        case .connecting:
            fail(.connect, "no connection within \(limit): \(results). Check the network and the firewall")
        case .securing(_, let session):
            let reason = session.giveUp().reason
            fail(.tls, "no TLS session within \(limit): \(reason)", code: .tls)
        case .shakingHands:
            fail(.handshake, "the server accepted the connection but did not answer within \(limit). Check its load")
        case .ready, .finished: break
        }
    }

    /// Gives up without reporting anything.
    func cancel() {
        let last = step
        step = .finished
        switch last {
        case .connecting: closeAttempts()
        case .securing(let socket, _): socket.close()
        case .shakingHands(let connection), .ready(let connection):
            connection.owner = nil
            connection.close(
                ConnectionFailure(error: RedisError(.connectionLost, outcome: .notSent, message: "given up")))
        case .resolving, .finished: break
        }
    }

    private func fail(_ cause: RedisFailureCause, _ message: String, code: RedisError.Code = .unavailable) {
        finish(
            .failure(
                ConnectionFailure(
                    cause: cause,
                    error: RedisError(code, outcome: .notSent, message: message, endpoint: context.name))))
    }

    /// This machine lacks something. That says nothing about the server, so no outage follows from it.
    private func fail(_ shortage: LocalShortage) {
        finish(
            .failure(
                ConnectionFailure(
                    error: RedisError(
                        .unavailable, outcome: .notSent, message: "no connection could be opened: \(shortage)",
                        endpoint: context.name),
                    isLocal: true)))
    }

    private func fail(_ cause: RedisFailureCause, _ failure: TLSFailure) {
        fail(cause, "no TLS session could be established: \(failure.reason)", code: .tls)
    }

    private func finish(_ result: Result<Connection, ConnectionFailure>) {
        guard !isFinished else { return }
        switch result {
        case .success(let connection):
            // The replies of the handshake were the library's own.
            connection.hasServed = false
            step = .finished
        case .failure:
            cancel()
        }
        completion(result)
    }
}

extension Dial: ConnectionOwner {
    /// A server of TLS hangs up on plain text, with or without a record of TLS that is no reply.
    private var hint: String {
        guard context.tls == nil, case .tcp = context.address else { return "" }
        return ". If the port is for TLS, use rediss:// or set tls"
    }

    private func hinted(_ error: RedisError) -> RedisError {
        guard error.code == .protocolError, !hint.isEmpty else { return error }
        return RedisError(
            error.code, outcome: error.outcome, message: error.message + hint, endpoint: error.endpoint,
            underlying: error.underlying)
    }

    package func connection(_ connection: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
        if failure.error.code == .protocolError || failure.error.code == .tls {
            finish(
                .failure(
                    ConnectionFailure(
                        cause: failure.error.code == .tls ? .tls : .handshake,
                        error: hinted(failure.error).with(outcome: .notSent))))
        } else {
            fail(
                .handshake,
                "the server accepted the connection and closed it during the handshake. "
                    + "Check the server or the proxy before it\(hint)")
        }
    }

    package func connection(_ connection: Connection, received error: RESPErrorReply) {
        // A server at its limit says so before it was asked anything, and hangs up.
        guard RedisFailureCause(reply: error) == .maximumClients else { return }
        let replies = Array(repeating: RESPValue.error(error), count: handshake.request.replyCount)
        if let failure = handshake.failure(in: replies, endpoint: context.name) { finish(.failure(failure)) }
    }
}

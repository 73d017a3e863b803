import RedisTransport
import CRedisIO

/// One attempt to get a connection that is ready for commands: name, address, socket, TLS, handshake, first PING.
/// All of it happens under one deadline.
final class Dial: SocketHandler {
    private enum Step {
        /// The resolver's thread is asked. Becomes `connecting`.
        case resolving
        /// An address was tried, until the time given. Becomes itself with the next address, `securing` or
        /// `shakingHands`.
        case connecting(Socket, until: MonotonicTime)
        /// The TLS session is being made. Becomes `shakingHands`.
        case securing(Socket, TLSSession)
        /// The handshake's commands were sent. Becomes `ready`.
        case shakingHands(Connection)
        /// They were answered. What came in one piece with the answers is still to be looked at, and makes it fail; at
        /// the loop's next turn it becomes `finished`.
        case ready(Connection)
        /// The outcome was reported. Final.
        case finished
    }

    private let context: ConnectionContext
    private let generation: UInt64
    private let deadline: MonotonicTime
    private let completion: (Result<Connection, ConnectionFailure>) -> Void
    private var handshake: Handshake
    private var step = Step.resolving
    private var plan: AddressPlan
    private var attempts: [String] = []

    /// Prepares an attempt; ``start(resolver:)`` begins it.
    init(
        context: ConnectionContext, generation: UInt64, deadline: MonotonicTime,
        completion: @escaping (Result<Connection, ConnectionFailure>) -> Void
    ) {
        self.context = context
        self.generation = generation
        self.deadline = deadline
        self.completion = completion
        handshake = Handshake(context.configuration)
        plan = AddressPlan(addresses: [], deadline: deadline)
    }

    private var isFinished: Bool {
        if case .finished = step { true } else { false }
    }

    func start(resolver: ResolverQueue) {
        switch context.address {
        case .unixSocket(let path): connect { error, size in rio_connect_unix(path, error, size) }
        case .tcp(let host, _) where host.isNumericAddress: use([host])
        case .tcp(let host, _):
            resolver.resolve(host) { [weak self] result in
                guard let self, case .resolving = self.step else { return }
                switch result {
                case .success(let addresses): self.use(addresses)
                case .failure(let error):
                    self.fail(
                        .nameResolution, "the host name could not be resolved: \(error). Check the name and the DNS")
                }
            }
        }
    }

    private func use(_ addresses: [String]) {
        plan = AddressPlan(addresses: addresses, deadline: deadline)
        connectNext(after: "no address")
    }

    // MARK: Connecting

    private func connectNext(after reason: String) {
        guard case .tcp(_, let port) = context.address,
            let (address, until) = plan.next(now: context.time.now())
        else {
            let tried = attempts.isEmpty ? reason : attempts.joined(separator: "; ")
            return fail(
                .connect, "no connection could be opened: \(tried). Check that the server runs and is reachable")
        }
        connect(to: address, until: until) { error, size in rio_connect_tcp(address, Int32(port), error, size) }
    }

    private func connect(
        to address: String? = nil, until: MonotonicTime? = nil,
        _ open: (UnsafeMutablePointer<CChar>?, Int) -> OpaquePointer?
    ) {
        var text = [CChar](repeating: 0, count: 160)
        guard let connection = open(&text, text.count) else {
            return attemptFailed(address, String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
        }
        let socket = Socket(taking: connection, loop: context.loop)
        step = .connecting(socket, until: until ?? deadline)
        currentAddress = address
        socket.watch(for: .write, handler: self)
    }

    private var currentAddress: String?

    private func attemptFailed(_ address: String?, _ reason: String) {
        attempts.append(address.map { "\($0): \(reason)" } ?? reason)
        connectNext(after: reason)
    }

    package func socketIsReady(for ready: Interest) {
        switch step {
        case .connecting(let socket, _):
            let code = rio_connect_result(socket.descriptor)
            if code == 0 { connected(socket) } else { attemptFailed(currentAddress, systemMessage(code)) }
        case .securing(let socket, let session): secure(socket, session)
        case .resolving, .shakingHands, .ready, .finished: break
        }
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

    /// Lets time pass.
    func advance(to now: MonotonicTime) {
        if now >= deadline {
            // This thread may have been held up: what has arrived in time must not count as silence.
            if case .shakingHands(let connection) = step { connection.socketIsReady(for: .read) }
            return expire()
        }
        if case .connecting(_, let until) = step, now >= until { attemptFailed(currentAddress, "no answer") }
    }

    /// When ``advance(to:)`` wants to be called next.
    var nextCheck: MonotonicTime {
        switch step {
        case .ready: MonotonicTime(nanoseconds: 0)
        case .finished: .distantFuture
        case .connecting(_, let until): min(until, deadline)
        case .resolving, .securing, .shakingHands: deadline
        }
    }

    private func expire() {
        let limit = context.configuration.resilience.connectTimeout.inSeconds
        switch step {
        case .resolving:
            fail(.nameResolution, "the host name was not resolved within \(limit). Check the DNS")
        case .connecting:
            attempts.append([currentAddress, "no answer"].compactMap { $0 }.joined(separator: ": "))
            fail(
                .connect,
                "no connection within \(limit): \(attempts.joined(separator: "; ")). "
                    + "Check the network and the firewall")
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
        case .connecting(let socket, _), .securing(let socket, _): socket.close()
        case .shakingHands(let connection), .ready(let connection):
            connection.owner = nil
            connection.close(
                ConnectionFailure(error: RedisError(.connectionLost, outcome: .notSent, message: "given up")))
        case .resolving, .finished: break
        }
    }

    private func fail(_ cause: FailureCause, _ message: String, code: RedisError.Code = .unavailable) {
        finish(
            .failure(
                ConnectionFailure(
                    cause: cause,
                    error: RedisError(code, outcome: .notSent, message: message, endpoint: context.name))))
    }

    private func fail(_ cause: FailureCause, _ failure: TLSFailure) {
        fail(cause, "no TLS session could be established: \(failure.reason)", code: .tls)
    }

    private func finish(_ result: Result<Connection, ConnectionFailure>) {
        guard !isFinished else { return }
        switch result {
        case .success:
            step = .finished
        case .failure:
            cancel()
        }
        completion(result)
    }
}

extension Dial: ConnectionOwner {
    package func connection(_ connection: Connection, failed failure: ConnectionFailure, leaving calls: [Call]) {
        if failure.error.code == .protocolError || failure.error.code == .tls {
            finish(
                .failure(
                    ConnectionFailure(
                        cause: failure.error.code == .tls ? .tls : .handshake,
                        error: failure.error.with(outcome: .notSent))))
        } else {
            fail(
                .handshake,
                "the server accepted the connection and closed it during the handshake. "
                    + "Check the server or the proxy before it")
        }
    }

    package func connection(_ connection: Connection, received error: RESPErrorReply) {
        // A server at its limit says so before it was asked anything, and hangs up.
        guard FailureCause(reply: error) == .maximumClients else { return }
        let replies = Array(repeating: RESPValue.error(error), count: handshake.request.replyCount)
        if let failure = handshake.failure(in: replies, endpoint: context.name) { finish(.failure(failure)) }
    }
}

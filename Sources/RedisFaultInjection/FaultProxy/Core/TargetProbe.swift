import CFaultInjection

/// Checks whether something listens at a proxy's target, without connecting to it.
struct TargetProbe: Sendable {
    private enum Place: Sendable {
        /// A port of this machine, by all the addresses that its name has.
        case here([String], UInt16)
        case unixSocket(String)
        /// Another machine, or a system on which ports cannot be looked at.
        case elsewhere
    }

    let target: ProxyTarget
    /// Whether something listened when the probe was made; assumed where it cannot be checked.
    let wasUp: Bool
    private let place: Place

    /// Resolves the target's name once, and takes a first look. Both may take a while: never on an event loop.
    init(_ target: ProxyTarget) {
        self.target = target
        switch target.kind {
        case .unixSocket(let path):
            place = .unixSocket(path)
            wasUp = Self.look(at: path) ?? true
        case .tcp(let host, let port):
            let port = UInt16(clamping: port)
            let addresses = Self.addresses(of: host)
            let isBusy = Self.isBusy(addresses, port)
            let answers = isBusy == false && Self.answers(addresses, port)
            // What answers at a port that seems free is forwarded somewhere else.
            let isHere = isBusy == true || isBusy == false && !answers
            place = isHere ? .here(addresses, port) : .elsewhere
            wasUp = isHere ? isBusy == true : !addresses.isEmpty
        }
    }

    /// Whether ``look()`` has an answer.
    var canLook: Bool {
        switch place {
        case .here, .unixSocket: true
        case .elsewhere: false
        }
    }

    /// Whether something listens; `nil` when only a connection could show it. Does not block.
    func look() -> Bool? {
        switch place {
        case .here(let addresses, let port):
            // A port that can be bound has no listener; what refuses a connection besides certainly has none.
            Self.isBusy(addresses, port) == false ? Self.answers(addresses, port) : true
        case .unixSocket(let path): Self.look(at: path)
        case .elsewhere: nil
        }
    }

    private static func look(at path: String) -> Bool? {
        switch faultUnixSocketIsBound(path) {
        case 0: false
        case 1: true
        default: nil
        }
    }

    /// Whether some of the addresses has a listener on the port; `nil` when some of them cannot be looked at.
    private static func isBusy(_ addresses: [String], _ port: UInt16) -> Bool? {
        #if os(Linux)
            // "localhost" often has an IPv6 address that the machine itself does not have.
            let verdicts = addresses.map { (address: $0, verdict: faultPortIsBusy($0, port)) }
                .filter { $0.address != "::1" || $0.verdict >= 0 }.map(\.verdict)
            guard !verdicts.isEmpty, !verdicts.contains(where: { $0 < 0 }) else { return nil }
            return verdicts.contains(1)
        #else
            return nil
        #endif
    }

    private static func answers(_ addresses: [String], _ port: UInt16) -> Bool {
        addresses.contains { faultPortAnswers($0, port) != 0 }
    }

    private static func addresses(of host: String) -> [String] {
        var addresses: [String] = []
        withUnsafeMutablePointer(to: &addresses) { addresses in
            faultResolve(host, addresses) { address, context in
                guard let address else { return }
                context?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: address))
            }
        }
        return addresses
    }
}

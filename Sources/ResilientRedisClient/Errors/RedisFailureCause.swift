/// Why Redis counts as unavailable.
///
/// Only these trip the backoff. What never does: a caller's cancellation, a caller's own shorter deadline, an error
/// reply such as `WRONGTYPE`, a reply that cannot be decoded, a full pool, a lost connection that can be replaced.
public enum RedisFailureCause: UInt8, Sendable, Hashable, CaseIterable {
    /// The host's name could not be resolved.
    case nameResolution = 1
    /// No address of the host accepted a connection.
    case connect
    /// A connection was accepted, but the server said nothing within the connect timeout, said something that makes no
    /// sense, or closed it.
    case handshake
    /// The TLS session could not be established.
    case tls
    /// A command's time ran out while the server was silent on its connection.
    case silentServer
    /// The server lets clients in and drops each connection before it has answered a call, or a connection was lost under
    /// the stricter ``RedisConfiguration/Resilience/BackoffTrigger/anyConnectionError``.
    case connectionLost
    /// The server is loading its data set (`LOADING`).
    case loading
    /// The replica has lost its master (`MASTERDOWN`).
    case masterDown
    /// The cluster does not serve requests (`CLUSTERDOWN`).
    case clusterDown
    /// The server accepts no more clients (`maxclients`).
    case maximumClients
    /// The server does not let this client in: it refuses the password, the user or the database.
    case accessRefused

    /// The cause of an outage that an error reply announces, if it does.
    package init?(reply: RESPErrorReply) {
        switch reply.name {
        case "LOADING": self = .loading
        case "MASTERDOWN": self = .masterDown
        case "CLUSTERDOWN": self = .clusterDown
        case "ERR" where reply.message.hasPrefix("ERR max number of clients"): self = .maximumClients
        default: return nil
        }
    }

    /// The cause in words that continue "Redis is unavailable: …".
    var sentence: String {
        switch self {
        case .nameResolution: "its host name could not be resolved; check the name and the DNS"
        case .connect: "no connection could be opened; check that the server runs and is reachable"
        case .handshake: "it accepted a connection but gave no proper answer; check the server or the proxy before it"
        case .tls: "the TLS session could not be established; check certificates, names and ports"
        case .silentServer: "it stopped answering; check the server's load and the network"
        case .connectionLost: "connections to it are lost; check the server or the proxy before it"
        case .loading: "it is loading its data set"
        case .masterDown: "the replica has lost its master"
        case .clusterDown: "the cluster is down"
        case .maximumClients: "it accepts no more clients; raise maxclients or use fewer connections"
        case .accessRefused: "it refuses this client; check the user name, the password and the database"
        }
    }

    /// The server itself has said so.
    var isWordOfServer: Bool {
        switch self {
        case .loading, .masterDown, .clusterDown, .maximumClients, .accessRefused: true
        case .nameResolution, .connect, .handshake, .tls, .silentServer, .connectionLost: false
        }
    }
}

extension RESPErrorReply {
    /// Only another connection can cure it: the server behind this one is no longer the master, as Redis before 7 tells of
    /// scripts inside their own error, or what lies before the server has forgotten the login.
    func asksForNewConnection(isAuthenticated: Bool) -> Bool {
        switch name {
        case "READONLY": true
        case "NOAUTH": isAuthenticated
        default: refusedWrite == "READONLY"
        }
    }

    /// Why the server refuses writes, when the reply says that it does.
    var refusedWrite: String? {
        switch name {
        case "READONLY", "OOM", "MISCONF", "NOREPLICAS": return name
        case "ERR":
            let text = message
            guard text.hasPrefix("ERR Error running script") else { return nil }
            return ["READONLY", "OOM", "MISCONF", "NOREPLICAS"].first { text.contains(": -\($0) ") }
        default: return nil
        }
    }
}

/// Why a connection could not be made, or was lost.
package struct ConnectionFailure: Error {
    /// The outage that it stands for; `nil` when it is none (a wrong password, a reset).
    package var cause: RedisFailureCause?
    /// What callers are told.
    package var error: RedisError
    /// What callers are told whose own replies were not at fault, if that is another error.
    package var errorOfOthers: RedisError?
    /// This machine could not open a connection: that says nothing about the server.
    package var isLocal: Bool

    package init(
        cause: RedisFailureCause? = nil, error: RedisError, errorOfOthers: RedisError? = nil, isLocal: Bool = false
    ) {
        self.cause = cause
        self.error = error
        self.errorOfOthers = errorOfOthers
        self.isLocal = isLocal
    }
}

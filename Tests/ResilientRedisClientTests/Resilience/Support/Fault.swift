import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// A way in which a server cannot be reached, and what callers are to see of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let behaviour: ScriptedServer.Behaviour
        /// The causes that the outage may have.
        let causes: Set<RedisFailureCause>
        var code = RedisError.Code.unavailable
        var outcome = RedisError.Outcome.notSent
        /// The name of the server's error reply, if it sends one.
        var reply: String?
        /// Whether the connect deadline has to pass before it shows.
        var isSilent = false

        /// Long where it must not have to pass.
        var connectTimeout: Duration { isSilent ? .milliseconds(250) : .seconds(10) }
        /// How long a caller may have to wait.
        var limit: Duration { (isSilent ? connectTimeout : .zero) + slack }

        static let all: [Fault] = [
            Fault(testDescription: "connection refused", behaviour: .refuse, causes: [.connect]),
            Fault(
                testDescription: "connect black-holed", behaviour: .blackHoleConnect, causes: [.connect], isSilent: true
            ),
            Fault(testDescription: "accepted, then closed", behaviour: .acceptThenClose, causes: [.handshake]),
            Fault(
                testDescription: "accepted, then reset", behaviour: .greet([.reset]), causes: [.connect, .handshake]),
            Fault(testDescription: "never answering", behaviour: .neverAnswer, causes: [.handshake], isSilent: true),
            Fault(testDescription: "never reading", behaviour: .neverRead, causes: [.handshake], isSilent: true),
            Fault(
                testDescription: "drip-feeding", behaviour: .dripFeed(Array("+PONG".utf8), every: .milliseconds(150)),
                causes: [.handshake], isSilent: true),
            Fault(
                testDescription: "speaking another protocol",
                behaviour: .greet([.send("HTTP/1.1 400 Bad Request\r\n\r\n"), .close]), causes: [.handshake],
                code: .protocolError),
            Fault(
                testDescription: "at its limit of clients",
                behaviour: .greet([.send("-ERR max number of clients reached\r\n"), .close]), causes: [.maximumClients],
                reply: "ERR"),
            refusing("LOADING Redis is loading the dataset in memory", .loading),
            refusing("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", .masterDown),
            refusing("CLUSTERDOWN Hash slot not served", .clusterDown),
        ]

        private static func refusing(_ line: String, _ cause: RedisFailureCause) -> Fault {
            let name = line.prefix { $0 != " " }
            return Fault(
                testDescription: "answering \(name)",
                behaviour: .healthy { $0.name == "PING" ? [.send("-\(line)\r\n")] : nil }, causes: [cause],
                code: .server,
                outcome: .rejected, reply: String(name))
        }
    }
}

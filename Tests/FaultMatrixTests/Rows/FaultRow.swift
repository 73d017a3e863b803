import RedisFaultInjection
import ResilientRedisClient
import Testing

extension FaultMatrix {
    /// Something that goes wrong, and what callers are to see of it in each position where it makes sense.
    struct FaultRow: Sendable {
        typealias Step = @Sendable (MatrixEnvironment, Position) async throws -> Void

        let name: String
        var route = MatrixEnvironment.Route.proxy
        /// Only one call is to be under way when it happens: a client cannot find out that the replies of a server are
        /// out of step as long as there are others to come.
        var hitsLastCall = false
        /// Bytes trickle in: the deadline must pass for real, since moving the clock past it makes a silence of it.
        var trickles = false
        /// Whether a connection that was there has to be replaced, where it is no outage.
        var costsConnection = false
        /// The server comes back without its data.
        var mayForget = false
        /// The fault can be undone.
        var heals = true
        let seen: [Position: Sight]
        /// Starts the server, when it must be a special one.
        var server: (@Sendable () async throws -> RedisServer)?
        var configure: @Sendable (inout RedisConfiguration) async throws -> Void = { _ in }
        let begin: Step
        var end: Step = { environment, _ in environment.proxy.liftAll() }
    }

    /// What callers see.
    enum Sight: Sendable {
        /// Calls that detect the fault get its reason; later ones are refused at once until a probe succeeds.
        case outage(Outage)
        /// Pending calls time out; later ones are refused at once until a probe succeeds.
        case timeout
        /// Answers.
        case answers
        /// Answers, once a PING has had its time and the connection is replaced.
        case replacement
        /// Answers; only a write that was under way when its connection was cut may fail.
        case cuts
        /// One read fails because its reply is unusable, and so may writes behind it; no other call is affected.
        case unusableReply
        /// One writer gets the server's error. All other calls are refused at once, or are not affected.
        case refusal(String, isOutage: Bool)
    }

    /// How an outage shows.
    struct Outage: Sendable {
        var causes: Set<RedisFailureCause>
        var code = RedisError.Code.unavailable
        var outcome = RedisError.Outcome.notSent
        /// The name of the server's error, when there is one.
        var reply: String?
        /// What the message says.
        var words = ""
        /// Whether a deadline has to pass before it shows.
        var isSilent = false
    }

    /// A row in one position.
    struct Cell: Sendable, CustomTestStringConvertible {
        let row: FaultRow
        let position: Position
        let sight: Sight

        var testDescription: String { "\(row.name), \(position.rawValue)" }

        static let all: [Cell] = FaultRow.all.flatMap { row in
            Position.allCases.compactMap { position in
                row.seen[position].map { Cell(row: row, position: position, sight: $0) }
            }
        }

        /// Whether it is the real time that passes.
        var isTimed: Bool { row.trickles && position == .pooled }

        /// Whether a deadline must pass before the fault shows.
        var isSilent: Bool {
            switch sight {
            case .outage(let outage): outage.isSilent
            case .timeout, .replacement: true
            case .answers, .cuts, .unusableReply, .refusal: false
            }
        }
    }
}

extension FaultMatrix.FaultRow {
    static let all: [Self] = unreachable + silent + lost + slow + unusable + refusals + announcedStates + tls
}

extension [FaultMatrix.Position: FaultMatrix.Sight] {
    static func everywhere(_ sight: FaultMatrix.Sight) -> Self {
        Dictionary(uniqueKeysWithValues: FaultMatrix.Position.allCases.map { ($0, sight) })
    }
}

import ResilientRedisClient
import Logging
import Synchronization

/// Tells people of faults that the cache hides from its callers and that do not pass by themselves: once for each kind.
///
/// Outages are left out: the client tells of those.
final class CacheFaultLog: Sendable {
    enum Occasion: String {
        case read = "Redis refuses reads of the cache; values come from their source"
        case write = "Redis refuses writes of the cache; values are not stored"
        case delete = "Redis refuses invalidations of the cache; old values may be served until they expire"
        case spool = "the cache's spool cannot be written; pending invalidations are lost if this process ends"
        case overflow = """
            the cache's journal of pending invalidations is full; \
            all values of the namespace will be invalidated when Redis is back
            """
        case undecodable = """
            a stored value cannot be read as the type asked for and will be overwritten; \
            if this goes on, two versions of a type share a key: give the namespace a new name
            """
        case foreign = """
            something else than a cache has written a value under a key of the cache; it is not read, and overwritten \
            if the cache has a namespace
            """
        case internalKey = """
            something else than a cache has written under a key of the cache's own, such as its epoch; it was replaced, \
            and values of before count as none
            """
        case tags = """
            a call names more tags than a stored value can have, which is 63; its value is neither read nor stored
            """
        case unshareable = """
            a @cached function has a type in its key that is private to a file or local to a function; \
            no other process could find the value, so nothing is cached: make the type internal
            """
        case lockTimeout = """
            a call has waited for another call's load as long as lockTimeout allows and loads for itself; \
            a load that waits for a call of its own key, or for what such a call holds, never ends otherwise
            """
        case tooLarge = """
            a value is larger than a cache stores and is only returned; \
            store less, or raise the option maximumValueSize and, if that is lower, the client's replyLimits
            """
        case unencodable = """
            a value cannot be encoded and is not stored; \
            look for what the format has no form for, such as NaN in JSON
            """
    }

    /// More kinds than a healthy system ever shows; a server that makes up error names must not fill the memory.
    private static let limit = 32

    private let logger: Logger
    private let namespace: String
    private let known = Mutex<Set<String>>([])

    init(logger: Logger, namespace: String) {
        self.logger = logger
        self.namespace = namespace
    }

    /// Notes that Redis failed a call, if it is a kind of failure that the client does not tell of.
    func note(_ occasion: Occasion, failure error: any Error) {
        guard let error = error as? RedisError else { return }
        switch error.code {
        case .server: note(occasion, error.reply?.name ?? "error", detail: error.message)
        case .overloaded, .protocolError, .decoding: note(occasion, "\(error.code)", detail: error.message)
        default: break
        }
    }

    /// Notes a fault of the kind given, unless it is known already.
    func note(_ occasion: Occasion, _ kind: String, detail: String? = nil) {
        let isNew = known.withLock { known in
            known.count < Self.limit && known.insert("\(occasion) \(kind)").inserted
        }
        guard isNew else { return }
        var metadata: Logger.Metadata = ["namespace": "\(namespace)", "kind": "\(kind)"]
        if let detail { metadata["detail"] = "\(detail)" }
        logger.warning("\(occasion.rawValue)", metadata: metadata)
    }
}

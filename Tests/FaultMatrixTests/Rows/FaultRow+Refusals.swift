import RedisFaultInjection
import ResilientRedisClient

extension FaultMatrix.FaultRow {
    /// The server refuses a write by name.
    static let refusals: [Self] = ServerErrorReply.canned.filter { $0 != .maxClients }.map { reply in
        let name = String(reply.text.prefix { $0 != " " })
        let isOutage = ["LOADING", "MASTERDOWN", "CLUSTERDOWN"].contains(name)
        return Self(
            name: "a write refused with \(name)",
            // A primary that became a replica: the name may lead to another one by now.
            costsConnection: name == "READONLY",
            seen: .everywhere(.refusal(name, isOutage: isOutage)),
            begin: { stage, _ in stage.proxy.inject(.errorReply(reply), when: .onCommand("SET")) })
    }
}

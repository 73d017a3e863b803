import ResilientRedisClient

extension RedisCache {
    /// What a cache puts before its keys, so that caches that share a Redis do not read each other's values.
    ///
    /// The key `sales:north` of the namespace `"reports"` is `reports:sales:north` in Redis. A namespace that itself
    /// contains colons is fine, as long as no other one is its beginning.
    public struct Namespace: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
        private let name: String?

        /// Keys as they are, without anything before them.
        ///
        /// For a Redis that this cache has to itself, or for keys whose form another caller has decided.
        public static let none = Namespace(name: nil)

        /// A namespace with a name. It must not be empty: a cache refuses it, and ``none`` says so on purpose.
        public init(_ name: String) {
            self.init(name: name)
        }

        /// A namespace with a name, written as a literal.
        public init(stringLiteral name: String) {
            self.init(name: name)
        }

        private init(name: String?) {
            self.name = name
        }

        /// The name, or `none`.
        public var description: String { name ?? "none" }

        /// What stands before the keys.
        var prefix: String {
            get throws(RedisConfigurationError) {
                guard let name else { return "" }
                guard !name.isEmpty else {
                    throw RedisConfigurationError(
                        field: "cache.namespace", read: "", problem: "the namespace is empty",
                        advice: "Give it a name, or use .none if keys are to be stored as they are")
                }
                return name + ":"
            }
        }
    }
}

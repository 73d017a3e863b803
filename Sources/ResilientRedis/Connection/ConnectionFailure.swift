/// Why a connection could not be had, or was lost.
struct ConnectionFailure: Error {
    /// The outage it stands for; `nil` when it is none (a wrong password, a reset).
    var cause: FailureCause?
    /// What callers are told.
    var error: RedisError
}

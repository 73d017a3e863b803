/// Why a connection could not be had, or was lost.
package struct ConnectionFailure: Error {
    /// The outage it stands for; `nil` when it is none (a wrong password, a reset).
    package var cause: FailureCause?
    /// What callers are told.
    package var error: RedisError
}

/// What becomes of a call whose connection was lost.
package enum LostCallAction: Sendable, Equatable {
    /// Send it once more, inside the same deadline.
    case sendAgain
    /// Fail the call, with this outcome.
    case fail(RedisError.Outcome)
}

extension RedisConfiguration.Resilience.RetryOnConnectionLoss {
    /// Decides about a call whose connection was lost.
    ///
    /// - Parameters:
    ///   - wasSent: At least one byte of it left this process.
    ///   - isReadOnly: Running it twice does no harm.
    ///   - wasRetried: It had its second try already.
    package func action(wasSent: Bool, isReadOnly: Bool, wasRetried: Bool) -> LostCallAction {
        if self == .ifSafe, !wasRetried, !wasSent || isReadOnly { return .sendAgain }
        return .fail(wasSent ? .unknown : .notSent)
    }
}

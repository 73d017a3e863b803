import ResilientRedisClient

extension JSONWriter {
    /// Writes why a command got no reply, and its outcome.
    mutating func failure(_ error: any Error) {
        switch error {
        case let error as RedisError:
            let place = error.endpoint.map { "\($0): " } ?? ""
            failure(error.code.description, error.outcome, place + error.message, retryAfter: error.retryAfter)
        case let error as CommandLineError:
            failure("usage", .notSent, error.message)
        default:
            failure("unexpected", .unknown, "\(error)")
        }
    }

    private mutating func failure(
        _ code: String, _ outcome: RedisError.Outcome, _ message: String, retryAfter: Duration? = nil
    ) {
        object { json in
            json.key("failure")
            json.object { json in
                json.key("code")
                json.string(code)
                json.key("outcome")
                json.string(outcome.rawValue)
                json.key("message")
                json.string(message)
                if let retryAfter {
                    json.key("retryAfterSeconds")
                    json.number(max(0, (retryAfter / .milliseconds(1)).rounded() / 1000))
                }
            }
        }
    }
}

extension RedisConfiguration.Resilience {
    func validate() throws(RedisConfigurationError) {
        try SettingCheck.positive(connectTimeout, "resilience.connectTimeout", example: "2 seconds")
        try SettingCheck.positive(commandTimeout, "resilience.commandTimeout", example: "2 seconds")
        try SettingCheck.positive(healthCheckInterval, "resilience.healthCheckInterval", example: "15 seconds")
        try SettingCheck.positive(healthCheckTimeout, "resilience.healthCheckTimeout", example: "1 second")
        try SettingCheck.positive(backoff, "resilience.backoff", example: "30 seconds")
        try earlyProbes?.validate()
    }
}

extension RedisConfiguration.EarlyProbes {
    fileprivate func validate() throws(RedisConfigurationError) {
        let field = "resilience.earlyProbes"
        try SettingCheck.positive(initialDelay, "\(field).initialDelay", example: "500 milliseconds")
        try SettingCheck.range(factor, 1...1_000, "\(field).factor")
        try SettingCheck.range(jitter, 0...1, "\(field).jitter")
    }
}

extension RedisConfiguration.Pool {
    func validate() throws(RedisConfigurationError) {
        try SettingCheck.range(sharedConnections, 1...1_024, "pool.sharedConnections")
        try SettingCheck.range(maximumLeasedConnections, 1...65_535, "pool.maximumLeasedConnections")
        try SettingCheck.range(maximumLeaseWaiters, 0...Int(Int32.max), "pool.maximumLeaseWaiters")
        try SettingCheck.range(
            minimumIdleLeasedConnections, 0...maximumLeasedConnections, "pool.minimumIdleLeasedConnections")
        if let idleTimeout { try SettingCheck.positive(idleTimeout, "pool.idleTimeout", example: "60 seconds") }
        if let maximumLifetime {
            try SettingCheck.positive(maximumLifetime, "pool.maximumLifetime", example: "30 minutes")
        }
        try SettingCheck.range(lifetimeJitter, 0...1, "pool.lifetimeJitter")
        try SettingCheck.range(maximumPendingCommands, 1...Int(Int32.max), "pool.maximumPendingCommands")
        try SettingCheck.range(maximumPendingBytes, 1...SettingCheck.mostBytes, "pool.maximumPendingBytes")
    }
}

extension RedisConfiguration.ReplyLimits {
    func validate() throws(RedisConfigurationError) {
        try SettingCheck.range(maximumBulkLength, 1...SettingCheck.mostBytes, "replyLimits.maximumBulkLength")
        try SettingCheck.range(maximumElements, 1...Int(Int32.max), "replyLimits.maximumElements")
        try SettingCheck.range(maximumDepth, 1...1_024, "replyLimits.maximumDepth")
        try SettingCheck.range(maximumLineLength, 1...SettingCheck.mostBytes, "replyLimits.maximumLineLength")
    }
}

extension RedisConfiguration.TCP {
    func validate() throws(RedisConfigurationError) {
        // The bounds are those of the kernel.
        try SettingCheck.range(keepaliveIdle, .seconds(1)...(.seconds(32_767)), "tcp.keepaliveIdle")
        try SettingCheck.range(keepaliveInterval, .seconds(1)...(.seconds(32_767)), "tcp.keepaliveInterval")
        try SettingCheck.range(keepaliveCount, 1...127, "tcp.keepaliveCount")
        try SettingCheck.range(userTimeout, .zero...(.seconds(86_400)), "tcp.userTimeout")
    }
}

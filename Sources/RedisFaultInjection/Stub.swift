enum RedisFaultInjection {}

@_exported public import ResilientRedisCache
@_exported public import ResilientRedisClient

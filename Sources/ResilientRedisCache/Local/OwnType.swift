import ResilientRedisClient

/// A value of unknown type, if it is of the very type asked for; otherwise what `other` returns.
///
/// A cast would ask the runtime, which takes many times as long. And not an optional, whose type would be looked up for each
/// call.
@inline(__always)
func asOwnType<Value>(_ value: any Sendable, or other: () throws -> Value) rethrows -> Value {
    try asItself(value, or: other)
}

/// With the value taken out of its box, its type is known.
private func asItself<Itself, Value>(_ value: Itself, or other: () throws -> Value) rethrows -> Value {
    guard Itself.self == Value.self else { return try other() }
    // Unsafe, but it makes of a type what it is.
    return unsafeBitCast(value, to: Value.self)
}

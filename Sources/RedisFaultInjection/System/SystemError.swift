#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension FaultInjectionError {
    /// The error for a system call that failed.
    ///
    /// - Parameters:
    ///   - action: What was tried, as in "bind a loopback port".
    ///   - number: The error number; the calling thread's `errno` unless given.
    static func system(_ action: String, number: Int32 = errno) -> FaultInjectionError {
        FaultInjectionError(code: .system, message: "could not \(action): \(String(cString: strerror(number)))")
    }
}

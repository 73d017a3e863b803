#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Reads the file that `REDIS_PASSWORD_FILE` names, as Docker and Kubernetes mount secrets.
///
/// No error shows the path: it may be the password itself, set in the wrong variable.
enum PasswordFile {
    /// The longest file that is read, in bytes.
    private static let longest = 64 << 10

    /// The content without the line breaks at its end, which editors and `echo` add.
    static func password(at path: String) throws(RedisConfigurationError) -> String {
        var bytes = try read(path)
        while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") { bytes.removeLast() }
        guard let password = String(validating: bytes, as: UTF8.self) else {
            throw error("the password in the file is not UTF-8", "Use a password of UTF-8 characters")
        }
        guard !password.isEmpty else {
            throw error("the file that it names is empty", "Write the password into the file")
        }
        guard password.first?.isWhitespace == false, password.last?.isWhitespace == false else {
            throw error(
                "the password in the file has blanks at an end",
                "Remove them, or, if they belong to it, give the password in REDIS_URL (as %20)")
        }
        return password
    }

    private static func read(_ path: String) throws(RedisConfigurationError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count <= longest {
            #if canImport(Darwin)
                let count = Darwin.read(descriptor, &buffer, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(descriptor, &buffer, buffer.count)
            #else
                let count = Glibc.read(descriptor, &buffer, buffer.count)
            #endif
            if count == 0 { return bytes }
            if count > 0 {
                bytes += buffer[..<count]
            } else if errno != EINTR {
                throw unreadable()
            }
        }
        throw error("the file that it names is larger than 64 KiB", "Name a file that holds the password alone")
    }

    private static func unreadable() -> RedisConfigurationError {
        error(
            "the file that it names cannot be read: \(String(cString: strerror(errno)))",
            "Set it to the path of a file that this process can read, or set REDIS_PASSWORD")
    }

    private static func error(_ problem: String, _ advice: String) -> RedisConfigurationError {
        RedisEnvironment.error(.passwordFile, problem: problem, advice: advice)
    }
}

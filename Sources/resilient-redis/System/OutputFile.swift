#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that the user has asked for.
enum OutputFile {
    struct Failure: Error {
        let path: String
        let reason: String
    }

    /// Writes the bytes in place of what the file held.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        guard let file = fopen(path, "w") else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
        let written = fwrite(bytes, 1, bytes.count, file)
        let code = errno
        guard fclose(file) == 0, written == bytes.count else {
            throw Failure(path: path, reason: String(cString: strerror(written == bytes.count ? errno : code)))
        }
    }
}

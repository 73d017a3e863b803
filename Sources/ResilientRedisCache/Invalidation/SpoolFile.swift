import ResilientRedisClient

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is locked for this process and written at its end.
final class SpoolFile {
    /// Why something could not be done, and what helps.
    struct Failure: Error {
        var problem: String
        var advice: String

        init(problem: String, advice: String) {
            self.problem = problem
            self.advice = advice
        }

        init(_ action: String) {
            self.init(
                problem: "\(action) failed: \(String(cString: strerror(errno)))",
                advice: "Check that the folder exists, may be written, and has room")
        }
    }

    private let path: String
    private var descriptor: Int32

    init(path: String) throws(Failure) {
        self.path = path
        descriptor = try Self.open(path, flags: O_RDWR | O_CREAT)
    }

    deinit { close(descriptor) }

    private static func open(_ path: String, flags: Int32) throws(Failure) -> Int32 {
        let descriptor = systemOpen(path, flags | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("opening it") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Failure(
                problem: "another cache or process uses the file", advice: "Give every cache a spool of its own")
        }
        return descriptor
    }

    /// Everything that is in it.
    func read() throws(Failure) -> [UInt8] {
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= 0 else { throw Failure("reading it") }
        var content = [UInt8](repeating: 0, count: Int(size))
        var count = 0
        while count < content.count {
            let result = content.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count, off_t(count))
            }
            if result < 0, errno == EINTR { continue }
            guard result >= 0 else { throw Failure("reading it") }
            if result == 0 { break }
            count += result
        }
        content.removeLast(content.count - count)
        return content
    }

    func append(_ bytes: [UInt8]) throws(Failure) {
        try Self.write(bytes, to: descriptor)
    }

    func truncate(to size: Int) throws(Failure) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Failure("shortening it") }
    }

    func synchronize() throws(Failure) {
        guard fsync(descriptor) == 0 else { throw Failure("forcing it to the disk") }
    }

    /// Puts something else in its place, whole or not at all.
    func replace(with bytes: [UInt8]) throws(Failure) {
        let new = path + ".new"
        unlink(new)
        let descriptor = try Self.open(new, flags: O_RDWR | O_CREAT)
        do throws(Failure) {
            try Self.write(bytes, to: descriptor)
            guard fsync(descriptor) == 0, rename(new, path) == 0 else { throw Failure("replacing it") }
        } catch {
            close(descriptor)
            unlink(new)
            throw error
        }
        close(self.descriptor)
        self.descriptor = descriptor
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let result = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if result < 0, errno == EINTR { continue }
            guard result > 0 else { throw Failure("writing it") }
            rest = rest.dropFirst(result)
        }
    }
}

/// The system's `write`, under a name that does not meet the method's.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// The system's `open`, likewise.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
    open(path, flags, 0o600)
}

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file that an option names.
struct OutputFile {
    struct Failure: Error {
        let path: String
        let reason: String
    }

    let path: String

    /// Checks that the file can be written, without changing its content.
    func check() throws(Failure) {
        guard let kind else {
            // It does not exist yet: a file beside it shows whether it can be made.
            try attempt(open(neighbour, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)) { close($0) }
            unlink(neighbour)
            return
        }
        // To open a pipe would be to wait for its reader.
        if kind == S_IFIFO {
            try attempt(access(path, W_OK)) { _ in 0 }
        } else {
            try attempt(open(path, O_WRONLY | O_CLOEXEC)) { close($0) }
        }
    }

    /// Replaces the content of the file by the bytes: by all of them, or not at all when it fails.
    func write(_ bytes: [UInt8]) throws(Failure) {
        // A device or a link is written to where it is; it must not be replaced by a file.
        let isReplaced = kind == nil || (isLink == false && kind == S_IFREG)
        guard isReplaced, let file = fopen(neighbour, "wx") else { return try write(bytes, into: path) }
        fclose(file)
        do {
            try write(bytes, into: neighbour)
            try attempt(rename(neighbour, path)) { $0 }
        } catch {
            unlink(neighbour)
            throw error
        }
    }

    /// Whether both are the same file, judged by their names and by what exists.
    func isSame(as other: OutputFile) -> Bool {
        if path == other.path { return true }
        guard let own = status(of: path), let others = status(of: other.path) else { return false }
        return own.st_ino == others.st_ino && own.st_dev == others.st_dev
    }

    private var neighbour: String { "\(path).\(getpid()).part" }

    /// What it is, if it is there.
    private var kind: mode_t? { status(of: path).map { $0.st_mode & S_IFMT } }

    private var isLink: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    private func write(_ bytes: [UInt8], into path: String) throws(Failure) {
        guard let file = fopen(path, "w") else { throw failure(errno) }
        let written = fwrite(bytes, 1, bytes.count, file)
        let code = errno
        guard fclose(file) == 0, written == bytes.count else { throw failure(written == bytes.count ? errno : code) }
    }

    private func attempt(_ status: Int32, _ then: (Int32) -> Int32) throws(Failure) {
        guard status >= 0, then(status) == 0 else { throw failure(errno) }
    }

    private func failure(_ code: Int32) -> Failure { Failure(path: path, reason: String(cString: strerror(code))) }
}

import CFaultInjection

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Synchronization

/// The temporary folder of a server, or of certificates, with a watchdog that kills the server and removes the folder
/// when this process ends.
///
/// The watchdog is a shell waiting on a pipe whose other end only this process holds. However this process ends, by
/// a crash or SIGKILL too, the kernel closes that end, and the shell goes to work. ``remove()`` closes it on purpose,
/// so that the one path is both the everyday and the emergency one.
final class ServerFolder: Sendable {
    let path: String
    private let lifeline: Mutex<FileDescriptor?>
    private let watchdog: ChildProcess

    /// Creates the folder, in `TMPDIR` unless that path is too long for a Unix socket.
    init() throws(FaultInjectionError) {
        let name = "redis-" + String(UInt64.random(in: .min ... .max), radix: 36)
        path = Self.parent + "/" + name

        let (read, write) = try FileDescriptor.pipe()
        lifeline = Mutex(write)
        // The watchdog comes first: there is no moment at which the folder exists without one.
        watchdog = try ChildProcess(
            executable: "/bin/sh",
            arguments: ["-c", Self.watchdogScript, "redis-watchdog", path],
            standardInput: read
        )
        guard mkdir(path, 0o700) == 0 else {
            let error = FaultInjectionError.system("create the folder \(path)")
            remove()
            throw error
        }
    }

    /// Kills what the launch script started, if it still runs, and removes the folder. May be called more than once.
    func remove() {
        let end = lifeline.withLock { $0.take() }
        guard end != nil else { return }
        _ = consume end
        watchdog.waitUntilExit()
    }

    deinit { remove() }

    /// Starts `executable` with `arguments`, known to the watchdog from before it exists.
    func launch(
        _ executable: String,
        _ arguments: [String],
        output: String
    ) throws(FaultInjectionError) -> ChildProcess {
        try ChildProcess(
            executable: "/bin/sh",
            arguments: ["-c", Self.launchScript, "redis-launch", path, executable] + arguments,
            output: path + "/" + output
        )
    }

    /// To be called when the launched process was reaped: its number may soon be another's.
    func forgetProcess() {
        unlink(path + "/pid")
    }

    /// The text of a file in the folder; empty when there is none. What is not UTF-8 is repaired.
    func text(of file: String) -> String {
        let descriptor = open(path + "/" + file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        let owner = FileDescriptor(descriptor)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = read(owner.raw, &chunk, chunk.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk.prefix(count)
        }
    }

    /// Writes a file that only this user may read.
    func write(_ text: String, to file: String) throws(FaultInjectionError) {
        let descriptor = open(path + "/" + file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("create \(path)/\(file)") }
        let owner = FileDescriptor(descriptor)
        let bytes = Array(text.utf8)
        guard faultWrite(owner.raw, bytes, bytes.count) == bytes.count else {
            throw .system("write \(path)/\(file)")
        }
    }

    private static var parent: String {
        let folder = environmentVariable("TMPDIR") ?? "/tmp"
        // A Unix socket's path has 103 bytes at most on some systems; the folder's name and the file's need about 30.
        guard folder.hasPrefix("/"), folder.utf8.count <= 70, access(folder, W_OK) == 0 else { return "/tmp" }
        return folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    }

    /// Registers its own number and becomes the server. Renaming the file makes the number appear whole or not at
    /// all, and fails when the watchdog has already taken the folder away: then nothing is started.
    private static let launchScript = """
        folder=$1
        shift
        echo $$ >"$folder/pid.new" && mv "$folder/pid.new" "$folder/pid" && exec "$@"
        """

    /// Waits for the end of its input. Then takes the folder away under another name, so that no server can be
    /// started in it any more, kills the one that was, and removes everything.
    private static let watchdogScript = """
        trap '' HUP INT QUIT TERM PIPE
        PATH=$PATH:/usr/bin:/bin
        cd /
        read -r line
        mv "$1" "$1.removed" 2>/dev/null || exit 0
        if read -r pid <"$1.removed/pid"; then kill -9 "$pid"; fi 2>/dev/null
        for attempt in 1 2 3 4 5 6 7 8 9 10; do
            rm -rf "$1.removed" && exit 0
            sleep 0.1
        done 2>/dev/null
        """
}

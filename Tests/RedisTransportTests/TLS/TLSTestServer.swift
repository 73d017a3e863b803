import Foundation
import TestSupport

/// A private redis-server on a loopback port, which ends with this object or with the test process.
final class TLSTestServer {
    private(set) var port: UInt16 = 0
    private var process = Process()
    private var lifeline = Pipe()
    private let directory: URL

    /// - Parameter arguments: Makes the arguments, given the port to listen on.
    init(_ arguments: (UInt16) -> [String]) throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("resilient-redis-tls-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        // A port that was free a moment ago may be taken by now.
        for _ in 0..<5 {
            port = try Self.freePort()
            if try start(arguments(port)) { return }
            stop()
        }
        throw TestError(description: "redis-server did not start: \(log())")
    }

    convenience init(
        _ identity: (certificateFile: String, privateKeyFile: String), authorityFile: String,
        wantsClientCertificate: Bool = false, protocols: String = "TLSv1.2 TLSv1.3"
    ) throws {
        try self.init { port in
            [
                "--port", "0", "--tls-port", "\(port)", "--tls-cert-file", identity.certificateFile,
                "--tls-key-file", identity.privateKeyFile, "--tls-ca-cert-file", authorityFile,
                "--tls-auth-clients", wantsClientCertificate ? "yes" : "no", "--tls-protocols", protocols,
            ]
        }
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(at: directory)
    }

    private func stop() {
        try? lifeline.fileHandleForWriting.close()
        if process.isRunning { process.waitUntilExit() }
    }

    /// Whether the server has come up.
    private func start(_ arguments: [String]) throws -> Bool {
        process = Process()
        lifeline = Pipe()
        // The shell waits for the end of its input, which comes even when the test process is killed.
        let script = #"redis-server "$@" >log 2>&1 & server=$!; cat >/dev/null; kill -9 $server; wait"#
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            ["-c", script, "sh"] + arguments + ["--bind", "127.0.0.1", "--save", "", "--daemonize", "no"]
        process.currentDirectoryURL = directory
        process.standardInput = lifeline
        unlink(directory.appendingPathComponent("log").path)
        try process.run()
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let words = log()
            if words.contains("Ready to accept connections") { return true }
            if words.contains("Failed") || words.contains("FATAL") { break }
            usleep(2_000)
        }
        return false
    }

    private func log() -> String {
        let descriptor = open(directory.appendingPathComponent("log").path, O_RDONLY)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64 * 1024)
        let count = read(descriptor, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = try TestSocket.stream()
        defer { close(descriptor) }
        var address = TestSocket.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(descriptor, plain, size) | getsockname(descriptor, plain, &size)
            }
        }
        guard result == 0 else { throw TestError(description: "no free port: errno \(errno)") }
        return UInt16(bigEndian: address.sin_port)
    }
}

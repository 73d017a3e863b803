internal import Foundation

/// The command-line tool `openssl` is missing, or did not do what it was asked.
public struct TestCertificatesError: Error, Sendable, CustomStringConvertible {
    /// What went wrong and what to do about it.
    public let description: String
}

/// The `openssl` command found in the `PATH`.
enum OpenSSLTool {
    /// Runs it to its end, which takes milliseconds.
    static func run(_ arguments: [String], in directory: String) throws {
        // A file, not a pipe: another process started meanwhile might inherit a pipe's end and keep it open.
        let log = URL(fileURLWithPath: directory).appendingPathComponent("log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        let output = try FileHandle(forWritingTo: log)
        defer { try? output.close() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus != 0 else { return }
        guard process.terminationStatus != 127 else {
            throw TestCertificatesError(
                description: "the command-line tool \"openssl\", which makes the certificates, is not in the PATH: "
                    + "install the package openssl (apt) or openssl@3 (brew)")
        }
        let words = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        throw TestCertificatesError(
            description: "\"openssl \(arguments.first ?? "")\" failed with status \(process.terminationStatus): "
                + words.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

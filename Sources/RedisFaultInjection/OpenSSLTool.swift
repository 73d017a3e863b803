#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The command-line tool `openssl` is missing, or did not do what it was asked.
public struct TestCertificatesError: Error, Sendable, CustomStringConvertible {
    /// What went wrong and what to do about it.
    public let description: String
}

/// The `openssl` command found in the `PATH`.
enum OpenSSLTool {
    /// Runs it to its end, which takes milliseconds. What it prints goes to the file `log`.
    static func run(_ arguments: [String], log: String) throws(TestCertificatesError) {
        let status = try finish(start(["openssl"] + arguments, log: log))
        guard status != 0 else { return }
        let words = (try? String(contentsOfFile: log, encoding: .utf8)) ?? "it said nothing"
        throw TestCertificatesError(
            description: "\"openssl \(arguments.first ?? "")\" failed with status \(status): \(words)")
    }

    private static func start(_ command: [String], log: String) throws(TestCertificatesError) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            let environment = _NSGetEnviron().pointee
        #else
            var actions = posix_spawn_file_actions_t()
            let environment = environ
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // It must never wait for a pass phrase, and its words must not get between those of the tests. They go to a
        // file, since a pipe's end might be inherited, and kept open, by another process started meanwhile.
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        var strings = command.map { strdup($0) } + [nil]
        defer { strings.forEach { free($0) } }
        var process = pid_t()
        let error = posix_spawnp(&process, "openssl", &actions, nil, &strings, environment)
        guard error != ENOENT else {
            throw TestCertificatesError(
                description: "the command-line tool \"openssl\", which makes the certificates, is not in the PATH: "
                    + "install the package openssl (apt) or openssl@3 (brew)")
        }
        guard error == 0 else {
            throw TestCertificatesError(description: "openssl cannot be run: \(String(cString: strerror(error)))")
        }
        return process
    }

    /// The exit status, or 128 and the signal's number.
    private static func finish(_ process: pid_t) throws(TestCertificatesError) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else {
                throw TestCertificatesError(
                    description: "openssl's end was not seen: something else in this process waits for all children")
            }
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}

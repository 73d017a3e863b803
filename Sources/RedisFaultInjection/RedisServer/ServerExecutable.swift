#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The server program found on this machine.
package struct ServerExecutable: Sendable {
    package let path: String

    /// Takes a certain program.
    init(path: String) throws(FaultInjectionError) {
        guard access(path, X_OK) == 0 else {
            throw FaultInjectionError(
                code: .serverNotFound,
                message: "\(path) is not there or cannot be executed; give the server program's path")
        }
        self.path = path
    }

    /// Looks for `redis-server`, then `valkey-server`, in the folders of `searchPath`.
    package init(searchPath: String = Self.defaultSearchPath) throws(FaultInjectionError) {
        for name in ["redis-server", "valkey-server"] {
            for folder in searchPath.split(separator: ":") {
                let candidate = "\(folder)/\(name)"
                if access(candidate, X_OK) == 0 {
                    path = candidate
                    return
                }
            }
        }
        throw FaultInjectionError(
            code: .serverNotFound,
            message: """
                neither redis-server nor valkey-server is on PATH; install one of them \
                (Debian and Ubuntu: apt-get install redis-server, Fedora: dnf install valkey, \
                macOS: brew install redis) \
                or add its folder to PATH
                """
        )
    }

    /// `PATH`, then Homebrew's folders, which programs started from Xcode do not have in their `PATH`.
    package static var defaultSearchPath: String {
        let path = environmentVariable("PATH") ?? "/usr/bin:/bin"
        return path + ":/opt/homebrew/bin:/usr/local/bin"
    }

    /// The program's major version as it prints it, through a file in `folder`.
    func majorVersion(folder: ServerFolder) throws(FaultInjectionError) -> Int? {
        let output = "version"
        let process = try ChildProcess(executable: path, arguments: ["--version"], output: "\(folder.path)/\(output)")
        process.waitUntilExit()
        return Self.majorVersion(inBanner: folder.text(of: output))
    }

    /// The major version, from a line such as "Redis server v=7.0.15 sha=…" or "Valkey server v=8.1.0 …".
    package static func majorVersion(inBanner banner: String) -> Int? {
        guard let mark = banner.firstRange(of: "v=") else { return nil }
        return Int(banner[mark.upperBound...].prefix { $0.isNumber })
    }
}

/// The value of an environment variable, or `nil` when it is not set.
func environmentVariable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}

import Foundation

/// Where the built tool is.
enum ToolExecutable {
    struct NotFound: Error, CustomStringConvertible {
        let description =
            "the tool resilient-redis was not found beside the tests; build it, or set RESILIENT_REDIS_TOOL"
    }

    /// The tool that was built together with these tests.
    static func url() throws -> URL {
        if let path = ProcessInfo.processInfo.environment["RESILIENT_REDIS_TOOL"] { return URL(filePath: path) }
        // The tests' bundle lies beside it; its path is the process's own or one of its arguments.
        for argument in CommandLine.arguments where argument.contains(".xctest") {
            var folder = URL(filePath: argument)
            while folder.path() != "/" {
                folder.deleteLastPathComponent()
                let candidate = folder.appending(path: "resilient-redis", directoryHint: .notDirectory)
                var isDirectory = false as ObjCBool
                if FileManager.default.fileExists(atPath: candidate.path(), isDirectory: &isDirectory),
                    !isDirectory.boolValue
                {
                    return candidate
                }
            }
        }
        throw NotFound()
    }

    /// The environment of this process without anything that names a Redis, and with `variables`.
    static func environment(_ variables: [String: String]) -> [String: String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.uppercased().contains("REDIS") && !$0.key.uppercased().contains("VALKEY") }
            .merging(variables) { $1 }
    }
}

#if Macros && os(Linux)
    import Foundation
    import Testing

    /// One run of the compiler over a snippet that imports this library, with the macro as it was built for these tests.
    struct CompilerRun {
        /// What a user's module may be compiled with.
        enum Settings: String, CaseIterable, CustomTestStringConvertible {
            /// As after `swift package init`.
            case swift6 = "-swift-version 6"
            case swift6Nonsending = "-swift-version 6 -enable-upcoming-feature NonisolatedNonsendingByDefault"
            case swift5 = "-swift-version 5"
            case swift5Complete = "-swift-version 5 -strict-concurrency=complete"
            case swift5Nonsending =
                "-swift-version 5 -strict-concurrency=complete -enable-upcoming-feature NonisolatedNonsendingByDefault"

            var options: [String] { rawValue.split(separator: " ").map(String.init) }
            var testDescription: String { rawValue }
        }

        let status: Int32
        /// The messages, each `file:line:column: error: text`, without what the compiler shows around them.
        let messages: [String]

        /// Checks types, which takes half a second.
        ///
        /// - Parameter isSentChecked: Also checks what is sent from one isolation to another, which takes longer.
        init(
            _ source: String, _ settings: Settings = .swift6, imports: [String] = [], isSentChecked: Bool = false
        ) async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "cached-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appending(path: "Snippet.swift")
            let imports = (["ResilientRedis"] + imports).map { "import \($0)\n" }.joined()
            try Data((imports + source).utf8).write(to: file)

            let build = try Self.buildFolder
            let (modules, suffix) = Self.isFile("Modules-tool", in: build) ? ("Modules-tool", "-tool") : ("Modules", "")
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments =
                [
                    "swiftc", "-parse-as-library", "-diagnostic-style=llvm",
                    "-I", build.appending(path: modules).path(),
                    "-load-plugin-executable", "\(build.path())/ResilientRedisMacros-tool#ResilientRedisMacros",
                ]
                + (Self.systemModules + Self.targetModules(build, suffix: suffix)).flatMap {
                    ["-Xcc", "-fmodule-map-file=\($0)"]
                } + settings.options
                + (isSentChecked ? ["-emit-sil", "-o", "/dev/null"] : ["-typecheck"]) + [file.path()]
            let output = folder.appending(path: "output")
            try Data().write(to: output)
            let handle = try FileHandle(forWritingTo: output)
            process.standardOutput = handle
            process.standardError = handle
            try process.run()
            process.waitUntilExit()
            status = process.terminationStatus
            messages = try String(contentsOf: output, encoding: .utf8).split(separator: "\n").map(String.init)
                .filter { $0.contains(/: (error|warning):/) }
                .map { $0.replacing(/\ \(from macro '.*'\)$/, with: "") }
                .map { $0.replacing(folder.path() + (folder.path().hasSuffix("/") ? "" : "/"), with: "") }
        }

        /// The module maps of the C targets of this package and of its dependencies.
        private static func targetModules(_ build: URL, suffix: String) -> [String] {
            let folders =
                (try? FileManager.default.contentsOfDirectory(at: build, includingPropertiesForKeys: nil)) ?? []
            let built = folders.filter { folder in
                let name = folder.lastPathComponent
                return name.hasSuffix("\(suffix).build") && name.hasSuffix("-tool.build") == (suffix == "-tool")
            }
            // These bring maps of their own, so that the package manager writes none.
            let own = ["swift-atomics/Sources/_AtomicsShims", "swift-nio/Sources/CNIOWindows"].map {
                build.appending(path: "../../checkouts/\($0)/include").standardizedFileURL
            }
            return (built + own).map { $0.appending(path: "module.modulemap").path() }
                .filter { FileManager.default.fileExists(atPath: $0) }
        }

        /// The module maps of the system's libraries, which the library was built with.
        private static var systemModules: [String] {
            let sources = URL(filePath: #filePath).appending(path: "../../../../Sources").standardizedFileURL
            let folders = try? FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
            return (folders ?? []).map { $0.appending(path: "module.modulemap").path() }
                .filter { FileManager.default.fileExists(atPath: $0) }
        }

        /// The folder that the tests were built in.
        private static var buildFolder: URL {
            get throws {
                let bundle = try #require(CommandLine.arguments.first { $0.contains(".xctest") })
                var folder = URL(filePath: bundle)
                while folder.path() != "/", !isFile("ResilientRedisMacros-tool", in: folder) {
                    folder.deleteLastPathComponent()
                }
                return folder
            }
        }

        private static func isFile(_ name: String, in folder: URL) -> Bool {
            FileManager.default.fileExists(atPath: folder.appending(path: name).path())
        }
    }
#endif

import Foundation
import ResilientRedisClient
import Testing

/// What keeps "add a setting" at one file: a forgotten part of it fails here.
@Suite("Configuration: properties of sections")
struct SectionTests {
    /// A stored property of the configuration or of one of its sections.
    private struct Property {
        /// The path, such as `pool.idleTimeout`.
        var field: String
        /// Whether its type is an enumeration without payloads, which has no value that cannot work.
        var isEnumeration: Bool
    }

    private static let properties: [Property] = {
        var configuration = RedisConfiguration(credentials: .init(username: "app", password: "pw"), tls: .init())
        configuration.resilience.earlyProbes = .exponential()
        return leaves(of: configuration, path: "")
    }()

    /// The stored properties; endpoint and credentials are listed in parts of their own.
    private static func leaves(of value: Any, path: String) -> [Property] {
        let nested = ["", "resilience", "pool", "replyLimits", "tcp", "tls"]
        let mirror = Mirror(reflecting: value)
        guard nested.contains(path) else {
            return [Property(field: path, isEnumeration: mirror.displayStyle == .enum && mirror.children.isEmpty)]
        }
        return mirror.children.flatMap { child -> [Property] in
            guard let label = child.label, !["endpoint", "credentials", "remarks"].contains(label) else { return [] }
            guard label != "some" else { return leaves(of: child.value, path: path) }
            return leaves(of: child.value, path: path.isEmpty ? label : "\(path).\(label)")
        }
    }

    @Test("Every property of a configuration section is listed once, under its own name")
    func listed() {
        let settings = RedisConfiguration().effectiveSettings()
        let listed = settings.map(\.field)
        #expect(Set(listed).count == listed.count)
        #expect(Set(settings.map(\.name)).count == listed.count)
        for property in Self.properties {
            #expect(listed.contains(property.field), "\(property.field) has no setting")
        }
        #expect(Self.properties.count > 25)
    }

    @Test("Every property of a configuration section has a check that refuses what cannot work")
    func checked() {
        let refused = ConfigurationChanges.impossible.map(\.0)
        for property in Self.properties where !property.isEnumeration {
            #expect(
                refused.contains { $0 == property.field || $0.hasPrefix(property.field + ".") },
                "\(property.field) has no change in ConfigurationChanges.impossible")
        }
    }

    @Test("Every property of a configuration section can be set by a URL option that is printed")
    func hasOption() throws {
        for property in Self.properties where property.field != "database" {
            let name = property.field.split(separator: ".").last.map(String.init) ?? ""
            let section = property.field.hasPrefix("tls.") ? "tls_" : property.field.hasPrefix("tcp.") ? "tcp_" : ""
            let option = section + (name == "protocolVersion" ? "protocol" : Self.snakeCase(name))
            // Text that no setting but a free text can read: the error says that the option is known.
            let error = Result { try RedisConfiguration(url: "rediss://host?\(option)=%00") }
            guard case .failure(let failure as RedisConfigurationError) = error else {
                Issue.record("\(option) sets nothing")
                continue
            }
            #expect(failure.field == property.field, "\(option)")
        }
    }

    @Test("The documentation of every property of a configuration section states the default")
    func documented() throws {
        let sources = try Self.sources()
        for property in Self.properties {
            let name = property.field.split(separator: ".").last.map(String.init) ?? ""
            let section = property.field.split(separator: ".").dropLast().last.map(String.init)
            let lines = sources.first { $0.key.lowercased().hasSuffix((section ?? "configuration").lowercased()) }?
                .value
            let comment = try #require(lines.flatMap { Self.comment(above: name, in: $0) }, "\(property.field)")
            #expect(comment.contains("Default:"), "the documentation of \(property.field) gives no default")
        }
    }

    /// The lines of the sources of the configuration and its sections, by the section's name.
    private static func sources() throws -> [String: [Substring]] {
        let root = URL(filePath: #filePath).pathComponents.prefix { $0 != "Tests" }
        let folder = root.dropFirst().reduce(URL(filePath: "/")) { $0.appending(path: $1) }
            .appending(path: "Sources/ResilientRedisClient/Configuration")
        var result: [String: [Substring]] = [:]
        for folder in [folder, folder.appending(path: "Sections")] {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path())
            where name.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                result[String(name.dropLast(".swift".count))] = text.split(
                    separator: "\n", omittingEmptySubsequences: false)
            }
        }
        return result
    }

    /// The documentation comment of a public stored property.
    private static func comment(above name: String, in lines: [Substring]) -> String? {
        let declaration = lines.firstIndex { $0.trimmingPrefix { $0 == " " }.hasPrefix("public var \(name):") }
        guard let declaration else { return nil }
        let comment = lines[..<declaration].reversed().prefix { $0.trimmingPrefix { $0 == " " }.hasPrefix("///") }
        return comment.reversed().joined(separator: " ")
    }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
    }
}

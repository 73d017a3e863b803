import Foundation
import ResilientRedisClient
import Testing

/// The URLs that seven other clients and the IANA registration give as examples, with what they must mean.
@Suite("Configuration: URLs of other clients")
struct URLVectorTests {
    @Test("The collection of URLs is at hand", .enabled(if: Vectors.isRequired || Vectors.shared != nil))
    func collectionIsAtHand() throws {
        let vectors = try #require(Vectors.shared, "shared/data/redis_url_vectors.json was not found")
        #expect(vectors.vectors.count >= 32)
        #expect(vectors.clients_disagree.count >= 4)
    }

    @Test("A URL means what other clients read in it", arguments: Vectors.shared?.vectors ?? [])
    func vector(_ vector: Vectors.Vector) throws {
        guard vector.expect.error != true else {
            #expect(throws: RedisConfigurationError.self) { try RedisConfiguration(url: vector.url) }
            return
        }
        let configuration = try RedisConfiguration(url: vector.url)
        let expected = vector.expect
        switch configuration.endpoint {
        case .tcp(let host, let port):
            #expect(host == expected.host)
            #expect(port == expected.port ?? 6379)
            #expect(expected.path == nil)
        case .unixSocket(let path):
            #expect(path == expected.path)
            #expect(expected.host == nil)
        }
        #expect((configuration.tls != nil) == (expected.tls ?? false))
        #expect(configuration.credentials?.username == expected.username)
        #expect(configuration.credentials?.password ?? "" == expected.password ?? "")
        #expect(configuration.database == expected.db ?? 0)
        let query = try RedisURL(parsing: vector.url).query
        for (name, value) in expected.query ?? [:] {
            #expect(query.contains { $0.name == name && $0.value == value })
        }
    }

    @Test("Printing a URL hides its password", arguments: Vectors.shared?.vectors ?? [])
    func printing(_ vector: Vectors.Vector) throws {
        guard let password = vector.expect.password else { return }
        let configuration = try RedisConfiguration(url: vector.url)
        // Two of the passwords are part of a scheme or a word of the URL's own.
        for text in [configuration.description, String(reflecting: configuration)] {
            #expect(text.contains(":***@"))
            #expect(!text.contains(":\(password)@"))
        }
    }

    @Test("Clients disagree, and the decision is documented", arguments: Vectors.shared?.clients_disagree ?? [])
    func disagreement(_ vector: Vectors.Disagreement) throws {
        switch vector.url {
        case "redis://secret@host":
            let error = try #require(throws: RedisConfigurationError.self) { try RedisConfiguration(url: vector.url) }
            #expect(!error.description.contains("secret"))
            #expect(error.description.contains("redis://:PASSWORD@host"))
            #expect(error.description.contains("redis://USER:PASSWORD@host"))
        case "redis://":
            #expect(try RedisConfiguration(url: vector.url).endpoint == .tcp(host: "localhost", port: 6379))
        case "redis://localhost/?abc=123":
            var provenance = RedisConfiguration.Provenance()
            let configuration = try RedisConfiguration(url: vector.url, from: "--url", recording: &provenance)
            #expect(configuration == RedisConfiguration())
            #expect(provenance.notices == ["--url has an option \"abc\", which has no meaning here and is ignored"])
        case "redis://host:9000/1/?protocol=3":
            let configuration = try RedisConfiguration(url: vector.url)
            #expect(configuration.database == 1)
            #expect(configuration.protocolVersion == .resp3)
        default:
            Issue.record("no decision is written down for \(vector.url)")
        }
    }
}

/// The file with the URLs. Its keys are those of the file.
struct Vectors: Decodable, Sendable {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        struct Expectation: Decodable, Sendable {
            var host: String?
            var port: Int?
            var path: String?
            var tls: Bool?
            var username: String?
            var password: String?
            var db: Int?
            var query: [String: String]?
            var error: Bool?
        }
        var url: String
        var expect: Expectation
        var testDescription: String { url }
    }

    struct Disagreement: Decodable, Sendable, CustomTestStringConvertible {
        var url: String
        var testDescription: String { url }
    }

    var vectors: [Vector]
    var clients_disagree: [Disagreement]

    /// Whether the file must be there.
    static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil

    /// The file's content, or `nil` when there is no such file.
    static let shared: Vectors? = {
        var candidates: [URL] = []
        if let path = ProcessInfo.processInfo.environment["RESILIENT_REDIS_DATA"] {
            candidates.append(URL(filePath: path))
        }
        var folder = URL(filePath: #filePath)
        while folder.path() != "/" {
            folder.deleteLastPathComponent()
            candidates.append(folder.appending(path: "shared/data"))
        }
        for candidate in candidates {
            if let data = try? Data(contentsOf: candidate.appending(path: "redis_url_vectors.json")) {
                return try? JSONDecoder().decode(Vectors.self, from: data)
            }
        }
        return nil
    }()
}

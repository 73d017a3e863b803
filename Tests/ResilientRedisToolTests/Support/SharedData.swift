import Foundation

/// Files of test cases that are kept outside of the package.
enum SharedData {
    /// Whether the files must be there.
    static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil

    /// Reads a file, or returns `nil` when there is none.
    static func read<Content: Decodable>(_ name: String, as type: Content.Type) -> Content? {
        var folders: [URL] = []
        if let path = ProcessInfo.processInfo.environment["RESILIENT_REDIS_DATA"] {
            folders.append(URL(filePath: path))
        }
        var folder = URL(filePath: #filePath)
        while folder.path() != "/" {
            folder.deleteLastPathComponent()
            folders.append(folder.appending(path: "shared/data"))
        }
        for folder in folders {
            if let data = try? Data(contentsOf: folder.appending(path: name)) {
                return try? JSONDecoder().decode(Content.self, from: data)
            }
        }
        return nil
    }
}

/// The file with the URLs of other clients. Its keys are those of the file.
struct URLVectors: Decodable, Sendable {
    struct Vector: Decodable, Sendable {
        struct Expectation: Decodable, Sendable {
            var host: String?
            var port: Int?
            var path: String?
            var tls: Bool?
            var username: String?
            var password: String?
            var db: Int?
            var error: Bool?
        }
        var url: String
        var expect: Expectation
    }

    var vectors: [Vector]

    static let shared = SharedData.read("redis_url_vectors.json", as: URLVectors.self)
}

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

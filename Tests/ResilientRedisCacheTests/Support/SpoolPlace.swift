import ResilientRedisCache
import Foundation

/// A path that nothing is at, in a folder that goes with the test.
final class SpoolPlace: Sendable {
    let path: String

    init() {
        path = NSTemporaryDirectory() + "spool-\(UUID().uuidString)"
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var content: [UInt8] { (FileManager.default.contents(atPath: path)).map(Array.init) ?? [] }
}

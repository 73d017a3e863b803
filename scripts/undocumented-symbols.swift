// Prints every public symbol of the given symbol graphs that has no documentation comment; exits with 1 if there is one.

import Foundation

struct SymbolGraph: Decodable {
    struct Symbol: Decodable {
        struct Kind: Decodable { var displayName: String }
        struct Comment: Decodable {}
        struct Location: Decodable {
            struct Position: Decodable { var line: Int }
            var uri: String
            var position: Position
        }

        var kind: Kind
        var pathComponents: [String]
        var docComment: Comment?
        var location: Location?
    }

    var symbols: [Symbol]
}

var undocumented: [String] = []
for path in CommandLine.arguments.dropFirst() {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    for symbol in try JSONDecoder().decode(SymbolGraph.self, from: data).symbols where symbol.docComment == nil {
        // What the compiler wrote itself, such as the == of an enumeration, has no place in the sources.
        guard let location = symbol.location else { continue }
        let file = location.uri.replacingOccurrences(of: "file://", with: "")
        let name = symbol.pathComponents.joined(separator: ".")
        undocumented.append("\(file):\(location.position.line + 1): \(symbol.kind.displayName) \(name) is undocumented")
    }
}
for line in undocumented.sorted() { print(line) }
exit(undocumented.isEmpty ? 0 : 1)

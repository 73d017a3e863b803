import RedisFaultInjection
import Testing

@Suite("Request parser")
struct RequestParserTests {
    static let stream = Array("*2\r\n$3\r\nGET\r\n$5\r\na\r\nb\n\r\n*1\r\n$0\r\n\r\nPING hi\r\n*0\r\n".utf8)
    static let commands = [["GET", "a\r\nb\n"], [""], ["PING", "hi"], []].map { $0.map { Array($0.utf8) } }

    @Test("The parser of requests gives the same commands however the bytes are cut", arguments: 1...40)
    func chunks(size: Int) throws {
        var parser = RequestParser()
        var commands: [[[UInt8]]] = []
        for start in stride(from: 0, to: Self.stream.count, by: size) {
            parser.append(Self.stream[start..<min(Self.stream.count, start + size)])
            while let command = try parser.next() { commands.append(command) }
        }
        #expect(commands == Self.commands)
    }

    @Test(
        "The parser of requests refuses what is not a command",
        arguments: ["*-1\r\n", "*a\r\n", "*1\r\n:3\r\n", "*1\r\n$-1\r\n", "*1\r\n$1\r\nab\r\n", "*99999999999\r\n"]
    )
    func malformed(text: String) {
        var parser = RequestParser()
        parser.append(Array(text.utf8))
        #expect(throws: RequestParser.Malformed.self) { try parser.next() }
    }
}

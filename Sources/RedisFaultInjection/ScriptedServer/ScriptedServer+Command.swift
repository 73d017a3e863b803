extension ScriptedServer {
    /// A command that a ``ScriptedServer`` received.
    public struct Command: Sendable, Equatable {
        /// Which connection it came on: 0 for the first that was accepted, 1 for the second, and so on.
        public let connection: Int
        /// Its position among the commands of that connection, from 0.
        public let position: Int
        /// The command's name and arguments, byte for byte.
        public let arguments: [[UInt8]]

        /// The name and arguments as text; bytes that are not UTF-8 are replaced.
        public var words: [String] { arguments.map { String(decoding: $0, as: UTF8.self) } }

        /// The command's name in capitals, such as `GET`.
        public var name: String { String(decoding: arguments.first ?? [], as: UTF8.self).uppercased() }
    }
}

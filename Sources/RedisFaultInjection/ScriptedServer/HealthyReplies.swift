/// The answers of a server in good health to what clients say on a new connection.
///
/// It speaks RESP2 only, and so answers `HELLO` as servers before Redis 6 do.
public enum HealthyReplies {
    /// The answer to a command of the handshake; for any other command, an error reply that names it.
    public static func answer(to command: ScriptedServer.Command) -> [ScriptedServer.Action] {
        switch command.name {
        case "PING":
            guard let message = command.arguments.dropFirst().first else { return [.send("+PONG\r\n")] }
            return [.send(Array("$\(message.count)\r\n".utf8) + message + Array("\r\n".utf8))]
        case "AUTH", "CLIENT", "SELECT":
            return [.send("+OK\r\n")]
        case "QUIT":
            return [.send("+OK\r\n"), .close]
        case "HELLO":
            return [.send("-ERR unknown command 'HELLO'\r\n")]
        default:
            let name = command.name.filter { $0.isLetter || $0.isNumber }
            return [.send("-ERR the script has no answer to \(name)\r\n")]
        }
    }
}

import CFaultInjection
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What other threads ask of a scripted server's loop.
final class ScriptedMailbox: Sendable {
    enum Message: Sendable {
        case perform([ScriptedServer.Action], connection: Int?)
        case become(ScriptedServer.Behaviour, CheckedContinuation<Void, any Error>)
        case stop
    }

    /// Readable while there may be something to take.
    let bell: FileDescriptor
    private let rope: FileDescriptor
    /// What was posted and not yet taken; `nil` once the loop has ended.
    private let messages = Mutex<[Message]?>([])

    init() throws(FaultInjectionError) {
        (bell, rope) = try FileDescriptor.pipe()
        bell.makeNonBlocking()
        rope.makeNonBlocking()
    }

    /// Returns `false`, and forgets the message, when the loop has ended.
    @discardableResult
    func post(_ message: Message) -> Bool {
        let isOpen = messages.withLock { messages in
            messages?.append(message)
            return messages != nil
        }
        ring()
        return isOpen
    }

    /// Makes the loop go round once.
    func ring() {
        // A full pipe rings already.
        var byte: UInt8 = 0
        _ = write(rope.raw, &byte, 1)
    }

    func takeAll() -> [Message] {
        var drained = [UInt8](repeating: 0, count: 256)
        while read(bell.raw, &drained, drained.count) > 0 {}
        return messages.withLock { messages in
            guard let taken = messages else { return [] }
            messages = []
            return taken
        }
    }

    /// Takes what is left; nothing can be posted any more.
    func close() -> [Message] {
        messages.withLock { $0.take() ?? [] }
    }
}

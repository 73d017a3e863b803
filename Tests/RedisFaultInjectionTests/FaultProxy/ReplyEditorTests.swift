import RedisFaultInjection
import Testing

@Suite("Reply editor")
struct ReplyEditorTests {
    /// What the replies become when the first of them is edited, each coming in two pieces.
    private func edited(_ kinds: [Fault], _ replies: [String]) -> String {
        var editor = ReplyEditor()
        var sent: [UInt8] = []
        for (index, reply) in replies.enumerated() {
            var edit = ReplyEditor.Edit()
            if index == 0 { for kind in kinds { _ = edit.add(kind.kind, seed: 1) } }
            sent += editor.begin(edit)
            sent += editor.pass(Array(reply.utf8.prefix(2)))
            sent += editor.pass(Array(reply.utf8.dropFirst(2)))
            sent += editor.end()
        }
        return String(decoding: sent, as: UTF8.self)
    }

    @Test(
        "The reply editor turns a reply into what the fault says",
        arguments: [
            (Fault.replaceReply(with: ":7\r\n"), ":7\r\n+TWO\r\n"),
            (.swallowReply, "+TWO\r\n"),
            (.duplicateReply, "+ONE\r\n+ONE\r\n+TWO\r\n"),
            (.truncateReply(bytes: 3), "+ON+TWO\r\n"),
            (.truncateReply(bytes: 0), "+TWO\r\n"),
            (.truncateReply(bytes: 100), "+ONE\r\n+TWO\r\n"),
            (.reorderReply, "+TWO\r\n+ONE\r\n"),
            (.prependReply(":0\r\n"), ":0\r\n+ONE\r\n+TWO\r\n"),
            (.errorReply(.loading), "-LOADING Redis is loading the dataset in memory\r\n+TWO\r\n"),
            (.giantHeader, "$9223372036854775807\r\n+TWO\r\n"),
            (.deepNesting(levels: 2), "*1\r\n*1\r\n:1\r\n+TWO\r\n"),
        ]
    )
    func edits(fault: Fault, result: String) {
        #expect(edited([fault], ["+ONE\r\n", "+TWO\r\n"]) == result)
    }

    @Test(
        "The reply editor applies the first of two faults to the reply, and keeps the bytes that others put before it")
    func several() {
        #expect(edited([.swallowReply, .duplicateReply, .prependReply("+P\r\n")], ["+ONE\r\n"]) == "+P\r\n")
        var edit = ReplyEditor.Edit()
        let acts = [Fault.swallowReply, .duplicateReply].map { edit.add($0.kind, seed: 0) }
        #expect(acts == [true, false])
    }

    @Test("The reply editor makes the same garbage from the same seed, and none that is RESP")
    func garbage() {
        func garbage(_ seed: UInt64) -> [UInt8] {
            var editor = ReplyEditor()
            var edit = ReplyEditor.Edit()
            _ = edit.add(Fault.garbage(bytes: 20).kind, seed: seed)
            return editor.begin(edit)
        }
        #expect(garbage(1) == garbage(1))
        #expect(garbage(1) != garbage(2))
        #expect(garbage(1).count == 20 && garbage(1).allSatisfy { $0 >= 0x80 })
    }
}

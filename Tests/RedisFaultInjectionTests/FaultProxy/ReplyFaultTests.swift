import Foundation
import RedisFaultInjection
import Testing

@Suite("Faults on replies", .timeLimit(.minutes(2)))
struct ReplyFaultTests {
    /// What a client gets that sends four commands at once, the second and fourth of them GET.
    private func answers(to faults: (FaultProxy) -> Void, replies: String = "+1\r\n$1\r\n2\r\n+3\r\n*1\r\n:4\r\n")
        async throws -> String
    {
        let wire = try await Wire(faults)
        let requests = Wire.set + Wire.get + Wire.set + Wire.get
        wire.client.send(requests)
        #expect(wire.server.receives(requests))
        wire.server.send(replies)
        wire.server.finish()
        return wire.client.receiveAll().text
    }

    @Test(
        "Hit the reply of the command that the trigger names, and no other",
        arguments: [
            (Fault.replaceReply(with: "+X\r\n"), "+1\r\n$1\r\n2\r\n+3\r\n+X\r\n"),
            (.swallowReply, "+1\r\n$1\r\n2\r\n+3\r\n"),
            (.duplicateReply, "+1\r\n$1\r\n2\r\n+3\r\n*1\r\n:4\r\n*1\r\n:4\r\n"),
            (.truncateReply(bytes: 5), "+1\r\n$1\r\n2\r\n+3\r\n*1\r\n:"),
            (.prependReply("+X\r\n"), "+1\r\n$1\r\n2\r\n+3\r\n+X\r\n*1\r\n:4\r\n"),
            (.errorReply(.oom), "+1\r\n$1\r\n2\r\n+3\r\n\(ServerErrorReply.oom.line)"),
            (.giantHeader, "+1\r\n$1\r\n2\r\n+3\r\n$9223372036854775807\r\n"),
        ]
    )
    func onSecondGet(fault: Fault, expected: String) async throws {
        #expect(try await answers(to: { $0.inject(fault, when: .onCommand("GET", nth: 2)) }) == expected)
    }

    @Test("Reorder: the reply comes after the next")
    func reorder() async throws {
        let text = try await answers(to: { $0.inject(.reorderReply, when: .onCommand("GET")) })
        #expect(text == "+1\r\n+3\r\n$1\r\n2\r\n*1\r\n:4\r\n")
    }

    @Test("Faults on replies with no trigger hit every reply until lifted")
    func always() async throws {
        let text = try await answers(to: { $0.inject(.errorReply(.loading)) })
        #expect(text == String(repeating: ServerErrorReply.loading.line, count: 4))
    }

    @Test("Faults on replies after k replies hit the next one")
    func afterReplies() async throws {
        let text = try await answers(to: { $0.inject(.swallowReply, when: .afterReplies(2)) })
        #expect(text == "+1\r\n$1\r\n2\r\n*1\r\n:4\r\n")
    }

    @Test("Faults on replies let pushes pass, which answer nothing")
    func pushes() async throws {
        let text = try await answers(
            to: { $0.inject(.swallowReply, when: .onCommand("GET")) },
            replies: ">1\r\n+P\r\n+1\r\n>1\r\n+P\r\n+2\r\n+3\r\n+4\r\n"
        )
        #expect(text == ">1\r\n+P\r\n+1\r\n>1\r\n+P\r\n+3\r\n+4\r\n")
    }

    @Test("Faults on replies match replies on a connection that was busy before the fault came")
    func inTheMiddle() async throws {
        let wire = try await Wire()
        #expect(wire.roundTrip())
        wire.client.send(Wire.get + "*2\r\n$3\r\nG")
        #expect(wire.server.receives(Wire.get + "*2\r\n$3\r\nG"))
        let fault = wire.proxy.inject(.replaceReply(with: "+X\r\n"), when: .onCommand("SET"))
        wire.client.send("ET\r\n$1\r\nk\r\n" + Wire.set)
        #expect(wire.server.receives("ET\r\n$1\r\nk\r\n" + Wire.set))
        wire.server.send("+1\r\n+2\r\n+3\r\n")
        #expect(wire.client.receives("+1\r\n+2\r\n+X\r\n"))
        #expect(fault.firings == 1)
    }

    @Test("Delay: the reply and those behind it come later")
    func delay() async throws {
        // Far longer than a busy machine takes for a round trip.
        let delay = Duration.seconds(1)
        let wire = try await Wire { $0.inject(.delayReply(delay), when: .onCommand("GET")) }
        wire.client.send(Wire.set + Wire.get + Wire.set)
        #expect(wire.server.receives(Wire.set + Wire.get + Wire.set))
        let start = ContinuousClock.now
        wire.server.send("+1\r\n+2\r\n+3\r\n")
        #expect(wire.client.receives("+1\r\n"))
        #expect(ContinuousClock.now - start < delay)
        #expect(wire.client.receives("+2\r\n+3\r\n"))
        #expect(ContinuousClock.now - start >= delay)
        let again = ContinuousClock.now
        #expect(wire.roundTrip())
        #expect(ContinuousClock.now - again < delay)
    }

    @Test("Delay, lifted: the reply and those behind it come at once")
    func delayLifted() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.delayReply(.seconds(60)), when: .onCommand("GET"))
        wire.client.send(Wire.get + Wire.set)
        #expect(wire.server.receives(Wire.get + Wire.set))
        wire.server.send("+1\r\n+2\r\n")
        try await fault.waitUntilFired()
        #expect(wire.client.receive(patience: .milliseconds(20)) == nil)
        fault.lift()
        #expect(wire.client.receives("+1\r\n+2\r\n"))
        #expect(wire.roundTrip())
    }

    @Test("Unsolicited bytes come at once on a new or an idle connection")
    func unasked() async throws {
        let wire = try await Wire { $0.inject(.prependReply("+HELLO\r\n"), when: .onConnect()) }
        #expect(wire.client.receives("+HELLO\r\n"))
        wire.proxy.inject(.prependReply("+IDLE\r\n"), when: .afterIdle(.milliseconds(10)))
        #expect(wire.client.receives("+IDLE\r\n"))
        #expect(wire.roundTrip())
    }

    @Test("Garbage and deep nesting come in place of a reply")
    func nonsense() async throws {
        let wire = try await Wire { $0.inject(.garbage(bytes: 5), when: .onCommand("GET")) }
        wire.proxy.inject(.deepNesting(levels: 3), when: .onCommand("SET"))
        wire.client.send(Wire.get + Wire.set)
        #expect(wire.server.receives(Wire.get + Wire.set))
        wire.server.send("+1\r\n+2\r\n")
        wire.server.finish()
        #expect(wire.client.receiveAll().text.hasSuffix("*1\r\n*1\r\n*1\r\n:1\r\n"))
        #expect(wire.proxy.firings.count == 2)
    }

    @Test("A stream that is no RESP passes untouched, and the fault stays unfired")
    func opaque() async throws {
        let wire = try await Wire()
        let fault = wire.proxy.inject(.swallowReply)
        wire.server.send("\u{16}\u{3}+not RESP\r\n")
        #expect(wire.client.receives("\u{16}\u{3}+not RESP\r\n"))
        #expect(!fault.hasFired)
        #expect(wire.proxy.unfiredFaults.map(\.fault) == [.swallowReply])
    }
}

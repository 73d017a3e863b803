import Foundation
import RedisFaultInjection
import Testing

@Suite("Names and descriptions of faults")
struct FaultNamesTests {
    @Test("Every name makes a fault, and no name is listed twice", arguments: Fault.names)
    func names(name: String) throws {
        _ = try Fault(named: name)
        #expect(Fault.names.filter { $0 == name }.count == 1)
    }

    @Test("The error for an unknown name lists all valid ones")
    func unknownName() throws {
        do {
            _ = try Fault(named: "blackhole")
            Issue.record("\"blackhole\" is no fault")
        } catch let error as FaultInjectionError {
            #expect(error.code == .invalidArgument)
            #expect(error.message.contains("\"blackhole\""))
            for name in Fault.names { #expect(error.message.contains(name)) }
        }
    }

    @Test(
        "Faults print as the code that makes them",
        arguments: [
            (Fault.refuse, ".refuse"),
            (
                .latency(.milliseconds(20), jitter: .microseconds(1500)),
                ".latency(.milliseconds(20), jitter: .microseconds(1500))"
            ),
            (.latency(.seconds(2)), ".latency(.seconds(2))"),
            (.cut(.reset), ".reset"),
            (.replaceReply(with: "+\"X\"\r\n"), #".replaceReply(with: "+\"X\"\r\n")"#),
            (.replaceReply(with: [0xff, 0]), ".replaceReply(with: [255, 0])"),
            (.errorReply(.loading), ".errorReply(.loading)"),
            (.errorReply(.maxClients), ".errorReply(.maxClients)"),
            (.errorReply(ServerErrorReply("X y\r\nz")), #".errorReply(ServerErrorReply("X y z"))"#),
            (.slowDrip(every: .nanoseconds(3)), ".slowDrip(bytes: 1, every: .nanoseconds(3))"),
        ]
    )
    func descriptions(fault: Fault, code: String) {
        #expect(fault.description == code)
    }

    @Test("The canned errors are those that a real server sends")
    func cannedErrors() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../shared/data/server_error_replies.json").standardized
        guard let data = try? Data(contentsOf: file) else {
            if ProcessInfo.processInfo.environment["CI"] != nil { Issue.record("\(file.path) is missing") }
            return
        }
        struct Capture: Decodable { var wire: String }
        let captures = try JSONDecoder().decode([String: Capture?].self, from: data)
        let wires: [(ServerErrorReply, String)] = [
            (.loading, "loading"), (.readonly, "readonly"), (.masterdown, "masterdown"), (.busy, "busy_script"),
            (.clusterdown, "clusterdown_slot"), (.oom, "oom"), (.noauth, "noauth"), (.noperm, "noperm_cmd"),
            (.wrongpass, "wrongpass"), (.noreplicas, "noreplicas"), (.noscript, "noscript"),
        ]
        for (reply, name) in wires { #expect(captures[name]??.wire == reply.line) }
        #expect(captures["maxclients"]??.wire == ServerErrorReply.maxClients.line + "<EOF>")
    }

    @Test("Figures out of range are clamped to the nearest valid value")
    func figures() {
        #expect(Fault.latency(.seconds(-1)) == .latency(.zero))
        #expect(Fault.slicing(bytes: 0) == .slicing(bytes: 1))
        #expect(Fault.bandwidth(bytesPerSecond: -5) == .bandwidth(bytesPerSecond: 1))
        #expect(Fault.truncateReply(bytes: -5) == .truncateReply(bytes: 0))
        #expect(FaultTrigger.onConnect(0) == .onConnect(1))
        #expect(FaultTrigger.onCommand("get", nth: -1) == .onCommand("GET"))
        #expect(FaultTrigger.afterBytes(-1, .toClient) == .afterBytes(0, .toClient))
        #expect(Injection(.reset, probability: .nan).probability == 0)
        #expect(Injection(.reset, probability: 7).probability == 1)
        #expect(Injection(.reset, times: -7).times == 0)
    }
}

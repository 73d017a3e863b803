import RedisFaultInjection
import ResilientRedisClient
import Testing

extension ToolTests {
    @Suite("exec --typed: bytes on the wire", .timeLimit(.minutes(5)))
    struct WireVectorTests {
        @Test(
            "The collection of wire vectors is at hand",
            .enabled(if: SharedData.isRequired || WireVectors.shared != nil))
        func collectionIsAtHand() throws {
            let vectors = try #require(WireVectors.shared, "shared/data/resp_vectors.json was not found")
            #expect(vectors.vectors.count >= 168)
        }

        @Test(
            "Every wire vector is printed as the specified reply or a failure, whole and byte by byte",
            .enabled(if: WireVectors.shared != nil), arguments: [false, true])
        func vectors(bytewise: Bool) async throws {
            let vectors = try #require(WireVectors.shared).vectors
            let server = try ScriptedServer(
                .healthy { command in
                    if command.name == "ECHO" { return [.send("$2\r\nok\r\n")] }
                    guard command.name == "GET", let index = Int(command.words.last ?? "") else { return nil }
                    let wire = vectors[index].bytes
                    let sending = bytewise ? ScriptedServer.Action.sendSlowly(wire, every: .zero) : .send(wire)
                    // The end makes a reply that is not complete one that never will be.
                    return vectors[index].isOpenEnded ? [sending, .close] : [sending]
                })
            let tool = try ToolSession(["exec", "--typed", "--url", server.patientURL])
            // What comes by itself, later, after the reply cannot be told from the reply to the next command.
            for (index, vector) in vectors.enumerated() where !bytewise || !vector.goesOnAfterReply {
                // Connections in a row that never bring a proper reply are an outage, which is not what is tried here.
                _ = try await tool.ask("ECHO ok")
                let reply = try await tool.ask("GET \(index)")
                switch vector.outcome {
                case .reply(let expected): #expect(reply == expected, "\(vector.wire.debugDescription)")
                case .failure(let code):
                    #expect(reply.failureCode == code, "\(vector.wire.debugDescription)")
                    #expect(reply.failureOutcome == "unknown")
                }
            }
            let end = await tool.finish()
            #expect(end.lines == [])
            #expect(end.status == 1)
        }
    }
}

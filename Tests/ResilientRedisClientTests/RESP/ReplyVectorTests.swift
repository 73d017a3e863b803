import ResilientRedisClient
import Testing

@Suite("Replies: the specification's wire texts", .serialized)
struct ReplyVectorTests {
    @Test(
        "The collection of wire texts is at hand",
        .enabled(if: ReplyVectors.isRequired || ReplyVectors.shared != nil))
    func collectionIsAtHand() throws {
        let vectors = try #require(ReplyVectors.shared, "shared/data/resp_vectors.json was not found").vectors
        #expect(vectors.count == 168)
        #expect(vectors.filter(\.needsRESP3).count > 60)
    }

    @Test("A wire text means what the specification says, in whatever pieces it comes", arguments: ReplyVectors.all)
    func vector(_ vector: ReplyVector) {
        let bytes = vector.bytes
        check(ReplyReading([bytes]), vector, "whole")
        check(ReplyReading(bytes.oneByOne), vector, "byte by byte")
        for offset in bytes.indices { check(ReplyReading(bytes.cut(at: offset)), vector, "cut at \(offset)") }
    }

    private func check(_ reading: ReplyReading, _ vector: ReplyVector, _ how: Comment) {
        let expected = vector.replies.compactMap(\.value)
        if vector.needsRESP3, !ReplyReader.supportsRESP3 {
            // What preceded the unknown type was delivered, and nothing else.
            #expect("\(expected.prefix(reading.replies.count))" == reading.description, how)
            #expect(reading.replies.count < max(1, expected.count), how)
            // A stream of unknown length, which RESP2 and RESP3 do not have, may be refused before its type is read.
            let isStream = vector.status == "invalid:streamed" && reading.error != nil
            #expect(reading.error?.description == "unknown reply type" || isStream, how)
        } else {
            #expect("\(expected)" == reading.description, how)
            #expect((reading.error != nil) == vector.status.hasPrefix("invalid"), how)
            if reading.error == nil { #expect(reading.isComplete == (vector.status == "complete"), how) }
        }
        if let error = reading.error { #expect(!error.description.contains("\""), "it quotes what the server sent") }
    }

    @Test("All complete wire texts in one stream give all replies in order", arguments: [1, 2, 3, 7, 64, 100_000])
    func stream(_ size: Int) {
        let vectors = ReplyVectors.all.filter {
            $0.status == "complete" && (ReplyReader.supportsRESP3 || !$0.needsRESP3)
        }
        let reading = ReplyReading(vectors.flatMap(\.bytes).pieces(of: size))
        #expect(reading.error == nil)
        #expect(reading.isComplete)
        #expect(reading.description == "\(vectors.flatMap { $0.replies.compactMap(\.value) })")
    }
}

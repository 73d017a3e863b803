import ResilientRedisClient
import Testing

@Suite("Whether calls come a few at a time")
struct CallBatchesTests {
    @Test("They do at first, and as long as no batch is large")
    func few() {
        var batches = CallBatches()
        #expect(batches.areSmall)
        for count in [1, CallBatches.few, 0, CallBatches.few] {
            batches.cameTogether(count)
            #expect(batches.areSmall)
        }
    }

    @Test("After a large batch they do not, until many small ones have come in a row")
    func many() {
        var batches = CallBatches()
        for _ in 0..<3 {
            batches.cameTogether(CallBatches.few + 1)
            for _ in 1..<CallBatches.memory {
                #expect(!batches.areSmall)
                batches.cameTogether(1)
            }
            #expect(!batches.areSmall)
        }
        batches.cameTogether(1)
        #expect(batches.areSmall)
    }
}

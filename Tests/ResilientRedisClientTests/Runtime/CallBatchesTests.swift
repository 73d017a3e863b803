import ResilientRedisClient
import Testing

@Suite("Call batches")
struct CallBatchesTests {
    @Test("Batches of calls count as small until a large one comes")
    func few() {
        var batches = CallBatches()
        #expect(batches.areSmall)
        for count in [1, CallBatches.few, 0, CallBatches.few] {
            batches.cameTogether(count)
            #expect(batches.areSmall)
        }
    }

    @Test("Batches of calls count as small again after many small ones in a row")
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

import Testing

extension FaultMatrix {
    @Suite("A cache under every fault in every position")
    struct CacheTests {
        /// A server whose replies are out of step cannot be found out in traffic: there are others to come.
        static let cells = Cell.all.filter { !($0.row.hitsLastCall && $0.position == .traffic) }

        @Test("never fails, serves nothing that was invalidated, and is used again by itself", arguments: cells)
        func cached(_ cell: Cell) async throws {
            try await Gate.cells.pass { try await measuring { try await CacheTrial(cell).run() } }
        }
    }
}

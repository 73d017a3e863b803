import ResilientRedisCache
import Testing

extension FaultMatrix {
    @Suite("Cache under every fault in every position")
    struct CacheTests {
        /// A server whose replies are out of step cannot be found out as long as there are others to come, and a cached
        /// call makes several.
        static let cells = Cell.all.filter { cell in
            guard cell.row.hitsLastCall else { return true }
            if case .answers = cell.sight { return false }
            return cell.position != .traffic
        }

        @Test(
            "A cache under every fault never fails, serves nothing that was invalidated, and is used again by itself",
            arguments: cells)
        func cached(_ cell: Cell) async throws {
            try await Gate.cells.pass { try await measuring { try await CacheTrial(cell).run() } }
        }
    }
}

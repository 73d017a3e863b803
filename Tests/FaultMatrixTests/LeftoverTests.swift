#if os(Linux)
    import RedisFaultInjection
    import Testing

    extension FaultMatrix {
        /// In a process of its own, where everything that is open belongs to the matrix.
        @Suite("After every fault")
        struct LeftoverTests {
            @Test("no descriptor and no thread is left behind")
            func nothingIsLeft() async {
                await #expect(processExitsWith: .success) {
                    // The first round opens what stays open for good, such as the runtime's own descriptors.
                    let cells = Cell.all.filter { $0.position == ($0.row.seen[.pooled] == nil ? .traffic : .pooled) }
                    for cell in cells.prefix(1) + cells.suffix(2) { try await cell.run() }
                    for cell in cells {
                        let before = ProcessResources.current
                        try await cell.run()
                        let after = await ProcessResources.settled(notAbove: before)
                        let excess = after.excess(over: before)
                        try #require(excess == nil, "\(cell.testDescription)")
                    }
                }
            }
        }
    }
#endif

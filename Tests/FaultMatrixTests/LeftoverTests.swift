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
                        // A thread more may be the runtime's own, but not with every try.
                        var excess: String?
                        for _ in 0..<3 {
                            let before = ProcessResources.current
                            try await cell.run()
                            excess = await ProcessResources.settled(notAbove: before).excess(over: before)
                            if excess == nil { break }
                        }
                        try #require(excess == nil, "\(cell.testDescription) leaves \(excess ?? "")")
                    }
                }
            }
        }
    }
#endif

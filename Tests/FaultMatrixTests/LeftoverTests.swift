#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

#if os(Linux)
    import Foundation
    import RedisFaultInjection
    import Testing

    extension FaultMatrix {
        /// In a process of its own, where everything that is open belongs to the matrix.
        @Suite("Resources after every fault")
        struct LeftoverTests {
            /// What all faults together may cost beyond what a process holds that has seen three: neither a reply that
            /// announces far more than comes, nor those who wait, may fill the memory.
            private static let mostMemory = 64 << 20

            @Test("After every fault no descriptor and no thread is left, and memory was bounded")
            func nothingIsLeft() async throws {
                try await measuring {
                    await #expect(processExitsWith: .success) {
                        // The first round opens what stays open for good, such as the runtime's own descriptors.
                        let cells = Cell.all.filter {
                            $0.position == ($0.row.seen[.pooled] == nil ? .traffic : .pooled)
                        }
                        for cell in cells.prefix(1) + cells.suffix(2) { try await cell.run() }
                        let memory = try #require(Self.peakMemory)
                        for cell in cells {
                            // A thread more may be the runtime's own, but not with every try.
                            var excess: String?
                            for _ in 0..<3 {
                                let before = ProcessResources.current
                                let inventory = Self.inventory
                                try await cell.run()
                                excess = await ProcessResources.settled(notAbove: before).excess(over: before)
                                if excess == nil { break }
                                excess? += ": \(Self.inventory.subtracting(inventory).sorted())"
                            }
                            try #require(excess == nil, "\(cell.testDescription) leaves \(excess ?? "")")
                            let growth = try #require(Self.peakMemory) - memory
                            try #require(growth < Self.mostMemory, "\(growth) bytes by \(cell.testDescription)")
                        }
                    }
                }
            }

            /// The most bytes that the process has held at a time.
            private static var peakMemory: Int? {
                let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
                return line?.split { !$0.isNumber }.first.flatMap { Int($0) }.map { $0 * 1024 }
            }

            /// The names of what the process holds, to find out what was left behind.
            private static var inventory: Set<String> {
                let files = FileManager.default
                let threads = (try? files.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
                let descriptors = (try? files.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
                return Set(
                    threads.map { thread in
                        let name = try? String(contentsOfFile: "/proc/self/task/\(thread)/comm", encoding: .utf8)
                        return "thread \(thread) \((name ?? "").trimmingCharacters(in: .newlines))"
                    }
                        + descriptors.map { descriptor in
                            let path = "/proc/self/fd/\(descriptor)"
                            return
                                "descriptor \(descriptor) \((try? files.destinationOfSymbolicLink(atPath: path)) ?? "")"
                        })
            }
        }
    }
#endif

extension FaultMatrix {
    /// The descriptors of this process that are connected to a port of this machine.
    static func descriptors(connectedTo port: Int) -> [Int32] {
        (0..<4096).filter { descriptor in
            var place = sockaddr_in()
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let status = withUnsafeMutablePointer(to: &place) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) }
            }
            return status == 0 && place.sin_family == sa_family_t(AF_INET)
                && Int(UInt16(bigEndian: place.sin_port)) == port
        }
    }
}

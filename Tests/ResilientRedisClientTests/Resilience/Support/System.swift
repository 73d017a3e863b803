import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Resilience {
    /// Holds the calling thread up.
    static func blockThread(for duration: Duration) {
        usleep(UInt32(duration / .microseconds(1)))
    }

    #if os(Linux)
        /// This process's resident memory in bytes.
        static func residentMemory() throws -> Int {
            let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
            return (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
        }

        /// How many descriptors this process has open.
        static func openDescriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        }

        /// The names of this process's threads that belong to clients.
        static func clientThreads() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").compactMap { task in
                // The main thread has the name of the process, which may hold the word too.
                if task == "\(getpid())" { return nil }
                // A thread may end while this looks.
                let name = try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)
                return name.flatMap { $0.contains("redis") ? $0.trimmingCharacters(in: .newlines) : nil }
            }
        }
    #endif

    /// This process's descriptors that are connected to a port.
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

    static func option(_ name: Int32, at level: Int32, of descriptor: Int32) -> Int32? {
        var value: Int32 = -1
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, level, name, &value, &size) == 0 ? value : nil
    }
}

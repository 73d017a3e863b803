#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// What this process has used of the machine.
enum ProcessUsage {
    /// User and system time of all threads so far, in microseconds.
    static var cpuMicroseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }

    /// The memory that is resident now, in KiB.
    static var residentKilobytes: Int {
        #if canImport(Darwin)
            var info = mach_task_basic_info()
            var count = mach_msg_type_number_t(
                MemoryLayout<mach_task_basic_info>.size / MemoryLayout<natural_t>.size)
            _ = withUnsafeMutablePointer(to: &info) { info in
                info.withMemoryRebound(to: integer_t.self, capacity: Int(count)) {
                    task_info(mach_task_self_, task_flavor_t(MACH_TASK_BASIC_INFO), $0, &count)
                }
            }
            return Int(info.resident_size) / 1024
        #else
            return kilobytes(of: "VmRSS:")
        #endif
    }

    /// The most memory that was resident at any time, in KiB.
    ///
    /// On Linux not from `getrusage`: its value survives `exec`, so a child would report its parent's peak.
    static var peakResidentKilobytes: Int {
        #if canImport(Darwin)
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss / 1024
        #else
            return kilobytes(of: "VmHWM:")
        #endif
    }

    #if !canImport(Darwin)
        /// One line of `/proc/self/status`, such as `VmRSS:     5120 kB`.
        private static func kilobytes(of name: String) -> Int {
            let file = open("/proc/self/status", O_RDONLY)
            guard file >= 0 else { return 0 }
            defer { close(file) }
            let text = withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 1) { buffer in
                let count = max(0, read(file, buffer.baseAddress, buffer.count))
                return String(decoding: buffer[..<count], as: UTF8.self)
            }
            let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
            return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) } ?? 0
        }
    #endif
}

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
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

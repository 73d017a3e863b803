#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Resolves a host name to numeric addresses. It may block: it is called on a thread of its own.
package protocol NameResolver: Sendable {
    /// Returns the addresses in order of preference. Throws an error whose description says why there are none.
    func resolve(_ host: String) throws -> [String]
}

/// A name that could not be resolved.
package struct NameResolutionError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// The system's resolver (`getaddrinfo`): hosts file, DNS, and other configured sources.
package struct SystemNameResolver: NameResolver {
    package init() {}

    package func resolve(_ host: String) throws -> [String] {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = Int32(SOCK_STREAM)
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, nil, &hints, &list)
        guard code == 0 else {
            throw NameResolutionError(code == EAI_SYSTEM ? systemMessage(errno) : String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var entry = list
        while let current = entry?.pointee {
            if let text = Self.numericText(current), !addresses.contains(text) { addresses.append(text) }
            entry = current.ai_next
        }
        if addresses.isEmpty { throw NameResolutionError("the name has no address") }
        return addresses
    }

    private static func numericText(_ entry: addrinfo) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let length = socklen_t(buffer.count)
        guard getnameinfo(entry.ai_addr, entry.ai_addrlen, &buffer, length, nil, 0, NI_NUMERICHOST) == 0 else {
            return nil
        }
        return buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }
}

extension String {
    /// Whether this is an IPv4 or IPv6 address and needs no resolver.
    package var isNumericAddress: Bool {
        var storage = in6_addr()
        let address = prefix { $0 != "%" }
        return inet_pton(AF_INET, self, &storage) == 1 || inet_pton(AF_INET6, String(address), &storage) == 1
    }
}

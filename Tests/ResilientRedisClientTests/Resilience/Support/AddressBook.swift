import RedisTransport
import Foundation
import ResilientRedisClient

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension Resilience {
    /// A resolver whose answers are set by a test, or which never answers.
    ///
    /// It is Sendable because everything mutable in it is touched with `condition` locked only.
    final class AddressBook: NameResolver, @unchecked Sendable {
        enum Entry: Equatable {
            case addresses([String])
            case failure(String)
            /// The question stays open until the entry changes.
            case stalled

            static func addresses(_ list: String...) -> Entry { .addresses(list) }
        }

        private let condition = NSCondition()
        private var entry: Entry
        private var asked = 0

        init(_ entry: Entry) {
            self.entry = entry
        }

        /// How often it was asked.
        var questions: Int { condition.withLock { asked } }

        func set(_ entry: Entry) {
            condition.withLock {
                self.entry = entry
                condition.broadcast()
            }
        }

        func resolve(_ host: String) throws -> [String] {
            let answer = condition.withLock {
                asked += 1
                while entry == .stalled { condition.wait() }
                return entry
            }
            switch answer {
            case .addresses(let list): return list
            case .failure(let reason): throw NameResolutionError(reason)
            case .stalled: return []
            }
        }
    }

    #if os(Linux)
        /// A port of a loopback address that lets every connect hang: its queue is full and never emptied.
        final class SilentListener {
            private var descriptors: [Int32] = []

            init(address: String, port: Int) throws {
                let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
                descriptors.append(listener)
                var place = sockaddr_in()
                place.sin_family = sa_family_t(AF_INET)
                place.sin_port = UInt16(port).bigEndian
                inet_pton(AF_INET, address, &place.sin_addr)
                let isListening = withUnsafePointer(to: &place) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
                        guard bind(listener, place, size) == 0, listen(listener, 0) == 0 else { return false }
                        fill(place, size)
                        return true
                    }
                }
                guard isListening else { throw NameResolutionError("cannot listen on \(address):\(port)") }
            }

            deinit { for descriptor in descriptors { close(descriptor) } }

            /// Connects until no further connection is accepted.
            private func fill(_ place: UnsafePointer<sockaddr>, _ size: socklen_t) {
                let flags = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
                for _ in 0..<8 {
                    let descriptor = socket(AF_INET, flags, 0)
                    descriptors.append(descriptor)
                    _ = connect(descriptor, place, size)
                    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    if poll(&entry, 1, 20) == 0 { return }
                }
            }
        }
    #endif
}

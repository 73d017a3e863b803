import RedisTransport

#if os(Linux)
    import CRedisIO
    import Foundation
    import Glibc
    import RedisFaultInjection
    import RedisTransport
    import ResilientRedisClient
    import Testing

    extension Resilience {
        @Suite("Sockets", .serialized)
        struct SocketTests {
            @Test("Sockets have the configured keepalive options and send small packets at once")
            func options() async throws {
                let server = try ScriptedServer(echo())
                defer { server.stop() }
                let client = try client(port: server.port) { configuration in
                    configuration.tcp.keepaliveIdle = .seconds(7)
                    configuration.tcp.keepaliveInterval = .seconds(3)
                    configuration.tcp.keepaliveCount = 4
                    configuration.tcp.userTimeout = .milliseconds(4567)
                }
                #expect(try await client.text("k") == "k")
                let descriptor = try #require(descriptors(connectedTo: server.port).first)
                let tcp = Int32(IPPROTO_TCP)
                #expect(option(SO_KEEPALIVE, at: SOL_SOCKET, of: descriptor) == 1)
                #expect(option(Int32(TCP_NODELAY), at: tcp, of: descriptor) == 1)
                #expect(option(Int32(TCP_KEEPIDLE), at: tcp, of: descriptor) == 7)
                #expect(option(Int32(TCP_KEEPINTVL), at: tcp, of: descriptor) == 3)
                #expect(option(Int32(TCP_KEEPCNT), at: tcp, of: descriptor) == 4)
                #expect(option(Int32(TCP_USER_TIMEOUT), at: tcp, of: descriptor) == 4567)
            }

            @Test("Sockets are not inherited by programs that this process starts")
            func inheritance() async throws {
                let server = try ScriptedServer(echo())
                defer { server.stop() }
                let client = try client(port: server.port)
                #expect(try await client.text("k") == "k")
                let descriptor = try #require(descriptors(connectedTo: server.port).first)
                #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
                withExtendedLifetime(client) {}
            }

            @Test("An output queue that is never empty releases the memory of what was sent")
            func outputMemory() throws {
                var queue = OutputQueue()
                var encoder = RESPEncoder("SET")
                encoder.append("k")
                encoder.append([UInt8](repeating: 0x78, count: 8192))
                let command = encoder.finish()
                let before = try residentMemory()
                for _ in 0..<64_000 {
                    queue.append(command)
                    // Something always stays behind, as with a server that reads a little slower than we write.
                    _ = queue.send { pieces in pieces.reduce(0) { $0 + $1.iov_len } - 1 }
                }
                #expect(queue.count == 1)
                #expect(try residentMemory() - before < 128 << 20)
            }
        }
    }
#endif

import Dispatch

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The lines of standard input, read on a thread of its own: Swift's few threads must not wait for a person or a pipe.
///
/// No more is read ahead than one piece, so that a huge file costs no memory.
struct InputLines {
    /// Standard input cannot be read.
    struct Failure: Error {
        let reason: String
    }

    private static let pieceSize = 64 * 1024
    private static let lineEnd = UInt8(ascii: "\n")

    private let queue = DispatchQueue(label: "resilient-redis.input")
    private var buffer: [UInt8] = []
    /// Where the next line begins.
    private var start = 0
    private var isAtEnd = false
    /// The number of the line that was returned last, from 1.
    private(set) var number = 0

    /// The next line without its end, or `nil` after the last one, which needs no line end.
    mutating func next() async throws -> [UInt8]? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: Self.lineEnd) {
                defer { start = end + 1 }
                number += 1
                return Array(buffer[start..<end])
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                number += 1
                return Array(buffer[start...])
            }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            let piece = try await readPiece()
            isAtEnd = piece.isEmpty
            buffer += piece
        }
    }

    private func readPiece() async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try Self.read() }) }
        }
    }

    /// Blocks until there is input; empty at its end.
    private static func read() throws -> [UInt8] {
        while true {
            var code: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: pieceSize) { piece, count in
                let result = systemRead(STDIN_FILENO, piece.baseAddress, pieceSize)
                if result < 0 { code = errno }
                count = max(0, result)
            }
            switch code {
            case 0: return piece
            case EINTR: continue
            case EAGAIN: StandardStreams.wait(STDIN_FILENO, for: POLLIN)
            default: throw Failure(reason: String(cString: strerror(code)))
            }
        }
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
        Darwin.read(descriptor, buffer, count)
    #elseif canImport(Musl)
        Musl.read(descriptor, buffer, count)
    #else
        Glibc.read(descriptor, buffer, count)
    #endif
}

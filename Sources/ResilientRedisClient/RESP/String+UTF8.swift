#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

extension String {
    /// The text of these bytes, or `nil` when they are not valid UTF-8.
    ///
    /// Decoding repairs what is not valid, so the text is compared with the bytes. `String(validating:as:)` does the same
    /// work, but looks types up at run time for each string, which made long lists of strings twice as slow.
    @usableFromInline
    init?(exactly bytes: [UInt8]) {
        guard let text = bytes.withUnsafeBytes({ String(exactly: $0) }) else { return nil }
        self = text
    }

    /// The text of these bytes, or `nil` when they are not valid UTF-8.
    init?(exactly bytes: UnsafeRawBufferPointer) {
        let text = String(decoding: bytes, as: UTF8.self)
        let isExact = text.utf8.withContiguousStorageIfAvailable { decoded in
            guard decoded.count == bytes.count else { return false }
            // An empty buffer may have no address.
            guard let left = decoded.baseAddress, let right = bytes.baseAddress else { return true }
            return memcmp(left, right, bytes.count) == 0
        }
        guard isExact ?? text.utf8.elementsEqual(bytes) else { return nil }
        self = text
    }

    /// Whether both are the same byte by byte. `==` also takes two spellings of a character in Unicode for the same.
    package func hasSameBytes(as other: String) -> Bool {
        withUTF8Bytes { bytes in
            other.withUTF8Bytes { other in
                guard bytes.count == other.count else { return false }
                // An empty buffer may have no address.
                guard let left = bytes.baseAddress, let right = other.baseAddress else { return true }
                return memcmp(left, right, bytes.count) == 0
            }
        }
    }

    /// As `withUTF8`, for a string that is not a variable.
    ///
    /// Inlinable, because it is generic and the cache calls it for every key: unspecialised, it looks types up at run time.
    @inlinable
    package func withUTF8Bytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) { return result }
        // A string of Objective-C's.
        var copy = self
        return copy.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

extension String? {
    /// Whether both are the same byte by byte, or both missing.
    func hasSameBytes(as other: String?) -> Bool {
        switch (self, other) {
        case (let text?, let other?): text.hasSameBytes(as: other)
        case (nil, nil): true
        default: false
        }
    }
}

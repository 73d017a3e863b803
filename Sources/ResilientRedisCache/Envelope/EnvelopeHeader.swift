import ResilientRedisClient

/// What a cache notes about a value before its bytes.
///
/// Forty-eight bytes, integers in little-endian order:
///
/// | offset | bytes | holds |
/// |---|---|---|
/// | 0 | 2 | `FF 52`, which begins neither text nor JSON |
/// | 2 | 1 | the format's version |
/// | 3 | 1 | flags: compressed, nothing, number of tags |
/// | 4 | 4 | the version of the value's form |
/// | 8 | 8 | the key's check value |
/// | 16 | 8 | the namespace's epoch |
/// | 24 | 8 | when the load began, in milliseconds since 1970 |
/// | 32 | 4 | who wrote it |
/// | 36 | 4 | which of the writer's loads it was |
/// | 40 | 4 | how long the load took, in microseconds |
/// | 44 | 4 | the time to live in milliseconds; all ones: Redis' own expiry is the only one |
///
/// Then sixteen bytes for each tag, its check value and its stamp, and then the payload.
package struct EnvelopeHeader: Sendable, Equatable {
    package static let fixedSize = 48
    package static let tagSize = 16
    package static let maximumTags = 63
    package static let formatVersion: UInt8 = 1
    /// As a soft time to live: there is none.
    package static let noSoftTTL = UInt32.max

    /// The payload is compressed.
    package var isCompressed = false
    /// The value is `nil`, and the payload empty.
    package var isNothing = false
    package var version: UInt32 = 0
    package var keyCheck: UInt64 = 0
    package var epoch: UInt64 = 0
    /// When the load began, in milliseconds since 1970.
    package var begun: Int64 = 0
    package var writer: UInt32 = 0
    package var sequence: UInt32 = 0
    /// How long the load took, in microseconds.
    package var cost: UInt32 = 0
    /// In milliseconds.
    package var softTTL: UInt32 = noSoftTTL
    package var tags: [TagStamp] = []

    package init() {}

    package var size: Int { Self.fixedSize + Self.tagSize * tags.count }

    private static let magic: (UInt8, UInt8) = (0xFF, 0x52)

    package func write(to bytes: UnsafeMutableRawBufferPointer) {
        bytes[0] = Self.magic.0
        bytes[1] = Self.magic.1
        bytes[2] = Self.formatVersion
        bytes[3] = (isCompressed ? 1 : 0) | (isNothing ? 2 : 0) | UInt8(min(tags.count, Self.maximumTags)) << 2
        bytes.storeBytes(of: version.littleEndian, toByteOffset: 4, as: UInt32.self)
        bytes.storeBytes(of: keyCheck.littleEndian, toByteOffset: 8, as: UInt64.self)
        bytes.storeBytes(of: epoch.littleEndian, toByteOffset: 16, as: UInt64.self)
        bytes.storeBytes(of: begun.littleEndian, toByteOffset: 24, as: Int64.self)
        bytes.storeBytes(of: writer.littleEndian, toByteOffset: 32, as: UInt32.self)
        bytes.storeBytes(of: sequence.littleEndian, toByteOffset: 36, as: UInt32.self)
        bytes.storeBytes(of: cost.littleEndian, toByteOffset: 40, as: UInt32.self)
        bytes.storeBytes(of: softTTL.littleEndian, toByteOffset: 44, as: UInt32.self)
        for (index, tag) in tags.enumerated() {
            let offset = Self.fixedSize + index * Self.tagSize
            bytes.storeBytes(of: tag.check.littleEndian, toByteOffset: offset, as: UInt64.self)
            bytes.storeBytes(of: tag.stamp.littleEndian, toByteOffset: offset + 8, as: UInt64.self)
        }
    }

    /// Reads a header. `nil` means that it is no envelope, or one that this version of the library cannot read.
    package static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        guard bytes.count >= fixedSize, bytes[0] == magic.0, bytes[1] == magic.1 else { return .foreign }
        guard bytes[2] == formatVersion else { return .unreadable }
        var header = EnvelopeHeader()
        let flags = bytes[3]
        header.isCompressed = flags & 1 != 0
        header.isNothing = flags & 2 != 0
        header.version = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
        header.keyCheck = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        header.epoch = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        header.begun = Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: Int64.self))
        header.writer = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 32, as: UInt32.self))
        header.sequence = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 36, as: UInt32.self))
        header.cost = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 40, as: UInt32.self))
        header.softTTL = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 44, as: UInt32.self))
        let tagCount = Int(flags >> 2)
        if tagCount > 0 {
            guard bytes.count >= fixedSize + tagSize * tagCount else { return .unreadable }
            header.tags = (0..<tagCount).map { index in
                let offset = fixedSize + index * tagSize
                return TagStamp(
                    check: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
                    stamp: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)))
            }
        }
        return .header(header)
    }

    package enum Reading: Equatable {
        case header(EnvelopeHeader)
        /// Something else than a cache wrote it.
        case foreign
        /// A cache wrote it, in a format that is not known here.
        case unreadable
    }
}

/// A tag's check value, and the stamp that it had before the load.
package struct TagStamp: Sendable, Hashable {
    package let check: UInt64
    package let stamp: UInt64

    package init(check: UInt64, stamp: UInt64) {
        self.check = check
        self.stamp = stamp
    }
}

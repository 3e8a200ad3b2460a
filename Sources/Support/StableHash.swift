/// 128 bits that name a thing by its content, the same on every machine and in every run. Ids of networks, candidates,
/// spaces, boards and data sets, and the checksums of files, are made of these; Swift's own `hashValue` is not stable.
public struct StableHash: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// The first 64 bits: the first 16 hexadecimal digits.
    public let high: UInt64
    /// The last 64 bits: the last 16 hexadecimal digits.
    public let low: UInt64

    /// Creates a hash from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Adds the low half alone: the bits are mixed well already.
    public func hash(into hasher: inout Hasher) { hasher.combine(low) }

    /// Reads the 32 hexadecimal digits that `description` writes; nil for anything else.
    public init?(_ text: String) {
        let digits = text.utf8
        guard digits.count == 32, digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
            let high = UInt64(text.prefix(16), radix: 16), let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { Self.hex(high) + Self.hex(low) }

    /// Orders hashes as their hexadecimal digits are ordered.
    public static func < (left: StableHash, right: StableHash) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// Reads the 32 hexadecimal digits that `encode(to:)` writes.
    ///
    /// - Throws: a `DecodingError` for anything else.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = StableHash(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not 32 hexadecimal digits")
        }
        self = value
    }

    /// Writes 32 hexadecimal digits as one string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    private static func hex(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012), under a fixed key: quick, well mixed, and with
/// published test vectors. It guards against accidents, not against an adversary.
public struct StableHasher: Sendable {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var tail: UInt64 = 0
    private var length = 0

    /// Creates a hasher with the fixed key, to which nothing was added yet.
    public init() { self.init(key: (0x6e61_7320_6964_7631, 0x5369_7048_6173_6832)) }

    init(key: (UInt64, UInt64)) {
        v0 = 0x736f_6d65_7073_6575 ^ key.0
        v1 = 0x646f_7261_6e64_6f6d ^ key.1 ^ 0xee
        v2 = 0x6c79_6765_6e65_7261 ^ key.0
        v3 = 0x7465_6462_7974_6573 ^ key.1
    }

    /// Adds one byte, without any framing.
    public mutating func update(byte: UInt8) {
        tail |= UInt64(byte) << UInt64(8 * (length & 7))
        length += 1
        if length & 7 == 0 { compress() }
    }

    /// Adds bytes as they are, without their count: for the checksum of a stream that comes in pieces.
    public mutating func update(bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count, length & 7 != 0 {
            update(byte: bytes[index])
            index += 1
        }
        while index + 8 <= bytes.count {
            tail = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            length += 8
            compress()
            index += 8
        }
        while index < bytes.count {
            update(byte: bytes[index])
            index += 1
        }
    }

    /// Adds a word: its 8 bytes, the lowest first.
    public mutating func combine(_ word: UInt64) {
        if length & 7 == 0 {
            tail = word
            length += 8
            compress()
        } else {
            for shift in stride(from: 0, to: 64, by: 8) { update(byte: UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
        }
    }

    /// Adds a whole number as a word in two's complement.
    public mutating func combine(_ value: Int) { combine(UInt64(bitPattern: Int64(value))) }

    /// Adds a word that is 1 for true and 0 for false.
    public mutating func combine(_ value: Bool) { combine(value ? 1 : 0 as UInt64) }

    /// Adds the bits of a number; both zeros count as the same.
    public mutating func combine(_ value: Double) { combine(value == 0 ? 0 : value.bitPattern) }

    /// Adds a text's UTF-8 with its length, so that ("ab", "c") and ("a", "bc") differ.
    public mutating func combine(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            combine(bytes.count)
            update(bytes: UnsafeRawBufferPointer(bytes))
        }
    }

    /// Adds another hash, its high half first.
    public mutating func combine(_ hash: StableHash) {
        combine(hash.high)
        combine(hash.low)
    }

    /// Returns the hash of all that was added so far; more may be added afterwards.
    public func finalize() -> StableHash {
        var state = self
        state.tail |= UInt64(length & 0xff) << 56
        state.compress()
        state.v2 ^= 0xee
        for _ in 0..<4 { state.round() }
        let first = state.v0 ^ state.v1 ^ state.v2 ^ state.v3
        state.v1 ^= 0xdd
        for _ in 0..<4 { state.round() }
        return StableHash(high: first, low: state.v0 ^ state.v1 ^ state.v2 ^ state.v3)
    }

    private mutating func compress() {
        v3 ^= tail
        round()
        round()
        v0 ^= tail
        tail = 0
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 &+= v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 &+= v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }
}

extension StableHash {
    /// The hash of one text.
    public init(of text: String) {
        var hasher = StableHasher()
        hasher.combine(text)
        self = hasher.finalize()
    }
}

internal import Support

/// Takes the words of a serialisation.
protocol WordSink {
    mutating func take(_ word: UInt64)
}

extension WordSink {
    @inline(__always) mutating func take(_ number: Int) { take(UInt64(bitPattern: Int64(number))) }

    @inline(__always)
    mutating func take(_ extent: Extent) {
        take(extent.height)
        take(extent.width)
    }

    @inline(__always)
    mutating func take(_ padding: Padding) {
        take(padding.top)
        take(padding.left)
        take(padding.bottom)
        take(padding.right)
    }

    @inline(__always)
    mutating func take(_ shape: Shape) {
        take(shape.height)
        take(shape.width)
        take(shape.channels)
    }
}

extension StableHasher: WordSink {
    mutating func take(_ word: UInt64) { combine(word) }
}

/// A quick 64-bit hash, for comparing parts of a graph with each other. Network ids are made by `StableHasher`; but these
/// hashes decide the order of nodes, so that changing them changes every id.
struct RefinementHash: WordSink {
    var bits: UInt64 = 0x9E37_79B9_7F4A_7C15

    @inline(__always)
    mutating func take(_ word: UInt64) { bits = Self.mix(bits, word) }

    /// Both halves of a 128-bit product, folded (as in wyhash).
    @inline(__always)
    static func mix(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = (first ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: second &+ 0xE703_7ED1_A0B4_28DB)
        return product.high ^ product.low ^ first
    }
}

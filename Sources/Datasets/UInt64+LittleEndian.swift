extension UInt64 {
    /// The eight bytes, the lowest first.
    var littleEndianBytes: [UInt8] { Swift.withUnsafeBytes(of: littleEndian) { Array($0) } }

    /// The number that at most eight bytes are, the lowest first.
    init(littleEndianBytes bytes: some BidirectionalCollection<UInt8>) {
        precondition(bytes.count <= 8)
        self = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}

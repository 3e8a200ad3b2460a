internal import Support

/// Takes the words of a serialisation.
protocol WordSink {
    mutating func take(_ word: UInt64)
}

extension StableHasher: WordSink {
    mutating func take(_ word: UInt64) { combine(word) }
}

/// A quick 64-bit hash, for comparing parts of a graph with each other. Network ids are made by `StableHasher`; but these
/// hashes decide the order of nodes, so that changing them changes every id.
struct Colour: WordSink {
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

extension Operation {
    /// Passes on everything that makes this operation differ from another: a word for its case, then its numbers. Of two
    /// different operations neither's words begin the other's.
    ///
    /// The first words are part of every stored id: never renumber, only add.
    @inline(__always)
    func serialise<Sink: WordSink>(into sink: inout Sink) {
        func take(_ value: Int) { sink.take(UInt64(bitPattern: Int64(value))) }
        func take(_ extent: Extent) {
            take(extent.height)
            take(extent.width)
        }
        func take(_ padding: Padding) {
            take(padding.top)
            take(padding.left)
            take(padding.bottom)
            take(padding.right)
        }
        switch self {
        case .input: take(1)
        case .convolution(let convolution):
            take(convolution.bias ? 3 : 2)
            take(convolution.outputs)
            take(convolution.kernel)
            take(convolution.stride)
            take(convolution.dilation)
            take(convolution.padding)
            take(convolution.groups)
        case .dense(let outputs, let bias):
            take(bias ? 5 : 4)
            take(outputs)
        case .batchNorm: take(6)
        case .activation(let activation): take(100 + activation.code)
        case .maxPool(let pooling):
            // Padding is never the maximum, so that counting it has no meaning here.
            take(7)
            take(pooling.kernel)
            take(pooling.stride)
            take(pooling.padding)
        case .averagePool(let pooling):
            take(pooling.countsPadding && pooling.padding != .none ? 9 : 8)
            take(pooling.kernel)
            take(pooling.stride)
            take(pooling.padding)
        case .globalPool(let kind): take(kind == .average ? 10 : 11)
        case .add: take(12)
        case .multiply: take(13)
        case .concatenate: take(14)
        case .channelShuffle(let groups):
            take(15)
            take(groups)
        case .dropout(let rate):
            take(16)
            sink.take(rate.bitPattern)
        case .flatten: take(17)
        case .zero: take(18)
        case .softmax: take(19)
        }
    }
}

extension Activation {
    fileprivate var code: Int {
        switch self {
        case .relu: 0
        case .relu6: 1
        case .hardSwish: 2
        case .hardSigmoid: 3
        case .sigmoid: 4
        case .tanh: 5
        case .gelu: 6
        }
    }
}

extension Shape {
    @inline(__always)
    func serialise<Sink: WordSink>(into sink: inout Sink) {
        sink.take(UInt64(bitPattern: Int64(height)))
        sink.take(UInt64(bitPattern: Int64(width)))
        sink.take(UInt64(bitPattern: Int64(channels)))
    }
}

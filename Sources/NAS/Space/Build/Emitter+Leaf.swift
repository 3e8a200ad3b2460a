internal import NetworkGraph
import Support

extension Emitter {
    /// Appends the operations of one layer. Values are read in the order of the keyword's parameters (`LayerKeyword.all`),
    /// all of them, so that which decisions are active does not depend on shapes.
    mutating func emit(_ leaf: LeafPlan, _ input: Int) throws(Halt) -> Int {
        let values = leaf.values
        let names = leaf.names
        switch leaf.meaning {
        case .conv: return try emitConvolution(values, names, input)
        case .depthwiseConv: return try emitDepthwise(values, names, input)
        case .separableConv: return try emitSeparable(values, names, input)
        case .invertedResidual: return try emitInvertedResidual(values, names, input)
        case .squeezeExcite:
            let ratio = try number(values[0]!, channels: 0)
            let activation = try word(values[1])
            let gate = try word(values[2])
            guard ratio > 0 else { return input }
            return try emitSqueezeExcite(ratio, activation, gate == 0 ? .hardSigmoid : .sigmoid, names[...], input)
        case .dense:
            let outputs = try whole(values[0], at: input, "out")
            let norm = try word(values[1]) == 1
            let activation = try word(values[2])
            let bias = try values[3].map { (value) throws(Halt) in try flag(value) } ?? !norm
            let node = try append(.dense(outputs: outputs, bias: bias), [input], names[0])
            return try emitTail(norm, activation, node, names[1], names[2])
        case .batchNorm: return try append(.batchNorm, [input], names[0])
        case .activation: return try emitActivation(word(values[0]), input, names[0])
        case .maxPool: return try append(.maxPool(pooling(values, countsPadding: false)), [input], names[0])
        case .averagePool:
            let pooling = try pooling(values, countsPadding: false)
            let counts = try flag(values[3])
            return try append(
                .averagePool(
                    Operation.Pooling(kernel: pooling.kernel, stride: pooling.stride, padding: pooling.padding, countsPadding: counts)),
                [input], names[0])
        case .globalPool: return try append(.globalPool(Operation.PoolingKind.allCases[word(values[0])]), [input], names[0])
        case .dropout:
            let rate = try number(values[0]!, channels: 0)
            return rate == 0 ? input : try append(.dropout(rate: rate), [input], names[0])
        case .flatten: return try append(.flatten, [input], names[0])
        case .channelShuffle:
            let groups = try whole(values[0], at: input, "groups")
            return try append(.channelShuffle(groups: groups), [input], names[0])
        case .identity: return input
        case .zero: return try append(.zero, [input], names[0])
        }
    }

    private mutating func emitTail(_ norm: Bool, _ activation: Int, _ node: Int, _ normName: String, _ activationName: String) throws(Halt)
        -> Int
    {
        let normed = norm ? try append(.batchNorm, [node], normName) : node
        return try emitActivation(activation, normed, activationName)
    }

    private mutating func emitConvolution(_ values: [Value?], _ names: [String], _ input: Int) throws(Halt) -> Int {
        let outputs = try whole(values[0], at: input, "out")
        let kernel = try extent(values[1])
        let stride = try extent(values[2])
        let dilation = try extent(values[3])
        let groups = try whole(values[4], at: input, "groups")
        let padding = try padding(values[5], kernel, dilation)
        let norm = try word(values[6]) == 1
        let activation = try word(values[7])
        let bias = try values[8].map { (value) throws(Halt) in try flag(value) } ?? !norm
        let node = try append(
            .convolution(
                Operation.Convolution(
                    outputs: outputs, kernel: kernel, stride: stride, dilation: dilation, padding: padding, groups: groups, bias: bias)),
            [input], names[0])
        return try emitTail(norm, activation, node, names[1], names[2])
    }

    /// What `depthwise_conv` and `separable_conv` take after their first argument.
    private struct DepthwiseArguments {
        let kernel: Extent
        let stride: Extent
        let dilation: Extent
        let padding: Padding
        let norm: Bool
        let activation: Int
        let bias: Bool
    }

    private mutating func depthwiseArguments(_ values: [Value?]) throws(Halt) -> DepthwiseArguments {
        let kernel = try extent(values[1])
        let stride = try extent(values[2])
        let dilation = try extent(values[3])
        let padding = try padding(values[4], kernel, dilation)
        let norm = try word(values[5]) == 1
        let activation = try word(values[6])
        let bias = try values[7].map { (value) throws(Halt) in try flag(value) } ?? !norm
        return DepthwiseArguments(
            kernel: kernel, stride: stride, dilation: dilation, padding: padding, norm: norm, activation: activation, bias: bias)
    }

    private mutating func emitDepthwise(_ values: [Value?], _ names: [String], _ input: Int) throws(Halt) -> Int {
        let multiplier = try whole(values[0], at: input, "multiplier")
        let given = try depthwiseArguments(values)
        let node = try appendDepthwise(
            given.kernel, given.stride, given.dilation, given.padding, multiplier, given.bias, input, names[0])
        return try emitTail(given.norm, given.activation, node, names[1], names[2])
    }

    private mutating func emitSeparable(_ values: [Value?], _ names: [String], _ input: Int) throws(Halt) -> Int {
        let outputs = try whole(values[0], at: input, "out")
        let given = try depthwiseArguments(values)
        let depthwise = try appendDepthwise(given.kernel, given.stride, given.dilation, given.padding, 1, given.bias, input, names[0])
        let middle = try emitTail(given.norm, given.activation, depthwise, names[1], names[2])
        let pointwise = try appendPointwise(outputs, groups: 1, bias: given.bias, middle, names[3])
        return try emitTail(given.norm, given.activation, pointwise, names[4], names[5])
    }

    /// Sandler et al., MobileNetV2: 1x1, depthwise, linear 1x1, each with batch norm; the input is added where the stride is
    /// 1 and the shapes agree.
    private mutating func emitInvertedResidual(_ values: [Value?], _ names: [String], _ input: Int) throws(Halt) -> Int {
        let outputs = try whole(values[0], at: input, "out")
        let kernel = try extent(values[1])
        let stride = try extent(values[2])
        let channels = builder.shape(of: input).channels
        let expand = try number(values[3]!, channels: channels)
        let squeeze = try number(values[4]!, channels: 0)
        let activation = try word(values[5])
        let groups = try whole(values[6], at: input, "groups")
        let always = try flag(values[7])
        let hidden = (Double(channels) * expand).rounded()
        guard hidden >= 1, hidden <= 1_000_000 else {
            throw invalid("an expansion of \(channels) channels by \(Constant.number(expand).text) is out of range")
        }
        var node = input
        if always || expand != 1 {
            node = try appendPointwise(Int(hidden), groups: groups, bias: false, node, names[0])
            node = try emitTail(true, activation, node, names[1], names[2])
            if groups > 1 { node = try append(.channelShuffle(groups: groups), [node], names[3]) }
        }
        let padding = Padding.same(kernel, dilation: Extent(square: 1))
        node = try appendDepthwise(kernel, stride, Extent(square: 1), padding, 1, false, node, names[4])
        node = try emitTail(true, activation, node, names[5], names[6])
        if squeeze > 0 { node = try emitSqueezeExcite(squeeze, 1, .hardSigmoid, names[7..<13], node) }
        node = try appendPointwise(outputs, groups: groups, bias: false, node, names[13])
        node = try append(.batchNorm, [node], names[14])
        guard stride == Extent(square: 1), builder.shape(of: node) == builder.shape(of: input) else { return node }
        return try append(.add, [node, input], names[15])
    }

    /// Hu et al., Squeeze-and-excitation networks, with the widths of MobileNetV3: the ratio of the channels, rounded to a
    /// multiple of 8.
    private mutating func emitSqueezeExcite(
        _ ratio: Double, _ activation: Int, _ gate: Activation, _ names: ArraySlice<String>, _ input: Int
    ) throws(Halt) -> Int {
        let first = names.startIndex
        let channels = builder.shape(of: input).channels
        let squeezed = Int(Rounding.multiple(of: 8, near: Double(channels) * ratio))
        var node = try append(.globalPool(.average), [input], names[first])
        node = try append(.dense(outputs: squeezed, bias: true), [node], names[first + 1])
        node = try emitActivation(activation, node, names[first + 2])
        node = try append(.dense(outputs: channels, bias: true), [node], names[first + 3])
        node = try append(.activation(gate), [node], names[first + 4])
        return try append(.multiply, [input, node], names[first + 5])
    }

    private mutating func appendPointwise(_ outputs: Int, groups: Int, bias: Bool, _ input: Int, _ name: String) throws(Halt) -> Int {
        try append(
            .convolution(Operation.Convolution(outputs: outputs, kernel: Extent(square: 1), groups: groups, bias: bias)), [input], name)
    }

    private mutating func appendDepthwise(
        _ kernel: Extent, _ stride: Extent, _ dilation: Extent, _ padding: Padding, _ multiplier: Int, _ bias: Bool, _ input: Int,
        _ name: String
    ) throws(Halt) -> Int {
        let channels = builder.shape(of: input).channels
        let (outputs, overflow) = channels.multipliedReportingOverflow(by: multiplier)
        guard !overflow else { throw invalid("\(channels) channels times \(multiplier) are out of range") }
        return try append(
            .convolution(
                Operation.Convolution(
                    outputs: outputs, kernel: kernel, stride: stride, dilation: dilation, padding: padding, groups: channels, bias: bias)),
            [input], name)
    }

    private mutating func pooling(_ values: [Value?], countsPadding: Bool) throws(Halt) -> Operation.Pooling {
        let kernel = try extent(values[0])
        let stride = try values[1].map { (value) throws(Halt) in try extent(value) } ?? kernel
        let padding = try padding(values[2], kernel, Extent(square: 1))
        return Operation.Pooling(kernel: kernel, stride: stride, padding: padding, countsPadding: countsPadding)
    }

    private mutating func padding(_ value: Value?, _ kernel: Extent, _ dilation: Extent) throws(Halt) -> Padding {
        guard let value else { preconditionFailure("padding has a default") }
        switch try chooser.constant(value) {
        case .pair(let rows, let columns): return Padding(top: rows, left: columns, bottom: rows, right: columns)
        default:
            guard kernel.height % 2 == 1, kernel.width % 2 == 1 else {
                throw invalid(
                    "kernel must be odd with padding: same, got \(kernel)", hint: "an even kernel needs padding: valid, or a number")
            }
            return Padding.same(kernel, dilation: dilation)
        }
    }
}

extension Padding {
    /// Half the kernel on every side, as PyTorch users write it: with stride 1 the size stays, with stride s it is divided
    /// by s and rounded up.
    static func same(_ kernel: Extent, dilation: Extent) -> Padding {
        let rows = dilation.height * (kernel.height - 1) / 2
        let columns = dilation.width * (kernel.width - 1) / 2
        return Padding(top: rows, left: columns, bottom: rows, right: columns)
    }
}

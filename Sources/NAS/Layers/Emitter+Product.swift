internal import NetworkGraph

/// Convolutions and what stands behind them, as several layers have them.
extension Emitter {
    mutating func appendPointwise(_ outputs: Int, groups: Int, bias: Bool, _ input: Int, _ name: String) throws(WalkError) -> Int {
        try append(
            .convolution(Operation.Convolution(outputs: outputs, kernel: Extent(square: 1), groups: groups, bias: bias)), [input], name)
    }

    /// A convolution of each channel by itself.
    ///
    /// - Parameter multiplier: the outputs for each channel.
    mutating func appendDepthwise(
        _ window: SlidingWindow, multiplier: Int = 1, bias: Bool, _ input: Int, _ name: String
    ) throws(WalkError) -> Int {
        let channels = shape(of: input).channels
        let (outputs, overflow) = channels.multipliedReportingOverflow(by: multiplier)
        guard !overflow else { throw invalid("\(channels) channels times \(multiplier) are out of range") }
        return try append(
            .convolution(Operation.Convolution(outputs: outputs, window: window, groups: channels, bias: bias)), [input], name)
    }

    /// The norm and the activation behind a product, where there are any.
    mutating func appendNorm(_ norm: Norm?, _ activation: Activation?, _ product: Int, _ names: ProductNodes) throws(WalkError) -> Int {
        var node = product
        if let norm { node = try append(norm.operation, [node], names.norm) }
        return try appendActivation(activation, node, names.activation)
    }

    mutating func appendActivation(_ activation: Activation?, _ input: Int, _ name: String) throws(WalkError) -> Int {
        guard let activation else { return input }
        return try append(.activation(activation), [input], name)
    }
}

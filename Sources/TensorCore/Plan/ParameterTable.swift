/// Where each parameter and running statistic of a network lies in its flat block, and how its elements are ordered there.
struct ParameterTable {
    struct Entry {
        let name: String
        /// In PyTorch's order of dimensions.
        let shape: [Int]
        let offset: Int
        let layout: ParameterLayout
        let initialiser: Initialiser

        var count: Int { shape.reduce(1, *) }
    }

    enum Initialiser {
        case zeros, ones
        /// Normal with this deviation.
        case normal(Float)
        /// Uniform in -bound ... bound.
        case uniform(Float)
    }

    private(set) var parameters: [Entry] = []
    private(set) var statistics: [Entry] = []
    private(set) var parameterCount = 0
    private(set) var statisticCount = 0
    /// For each layer, the index of its first entry in `parameters` and in `statistics`.
    private var first: [(parameter: Int, statistic: Int)] = []

    init(_ definition: NetworkDefinition, needed: [Bool]) {
        for (index, layer) in definition.layers.enumerated() {
            first.append((parameters.count, statistics.count))
            guard needed[index], let source = layer.inputs.first else { continue }
            let input = definition.layers[source].shape
            switch layer.kind {
            case .convolution(let outputs, let window, let groups, let bias):
                let perGroup = input.channels / groups
                // Kaiming normal, fan-out: He et al. 2015, equation 14, gain of ReLU; the fan is PyTorch's, outputs x taps,
                // of one group so that depthwise kernels do not start at almost nothing.
                let fanOut = saturatingProduct(outputs / groups, window.taps)
                add(
                    "\(layer.name).weight", [outputs, perGroup, window.kernelHeight, window.kernelWidth],
                    layout: ParameterLayout(outputs: outputs, inputsPerGroup: perGroup, taps: window.taps, groups: groups),
                    initialiser: .normal((2 / Float(fanOut)).squareRoot()))
                if bias { add("\(layer.name).bias", [outputs], initialiser: .zeros) }
            case .dense(let outputs, let bias):
                let bound = 1 / Float(input.channels).squareRoot()
                add("\(layer.name).weight", [outputs, input.channels], initialiser: .uniform(bound))
                if bias { add("\(layer.name).bias", [outputs], initialiser: .uniform(bound)) }
            case .batchNorm:
                add("\(layer.name).weight", [input.channels], initialiser: .ones)
                add("\(layer.name).bias", [input.channels], initialiser: .zeros)
                addStatistic("\(layer.name).running_mean", input.channels, initialiser: .zeros)
                addStatistic("\(layer.name).running_var", input.channels, initialiser: .ones)
            default: break
            }
        }
    }

    /// Indices in `parameters`.
    func parameters(of layer: Int) -> Range<Int> { first[layer].parameter..<end(of: layer).parameter }

    /// Indices in `statistics`.
    func statistics(of layer: Int) -> Range<Int> { first[layer].statistic..<end(of: layer).statistic }

    private func end(of layer: Int) -> (parameter: Int, statistic: Int) {
        layer + 1 < first.count ? first[layer + 1] : (parameters.count, statistics.count)
    }

    /// Blocks start at multiples of 16 floats: a cache line, and no vector straddles two tensors.
    static func aligned(_ count: Int) -> Int { count > Int.max - 15 ? Int.max : (count + 15) & ~15 }

    private mutating func add(_ name: String, _ shape: [Int], layout: ParameterLayout = .plain, initialiser: Initialiser) {
        parameters.append(Entry(name: name, shape: shape, offset: parameterCount, layout: layout, initialiser: initialiser))
        let (sum, overflow) = parameterCount.addingReportingOverflow(Self.aligned(shape.reduce(1, saturatingProduct)))
        parameterCount = overflow ? Int.max : sum
    }

    private mutating func addStatistic(_ name: String, _ count: Int, initialiser: Initialiser) {
        statistics.append(Entry(name: name, shape: [count], offset: statisticCount, layout: .plain, initialiser: initialiser))
        statisticCount += Self.aligned(count)
    }
}

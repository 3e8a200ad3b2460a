internal import NetworkGraph

/// Where each parameter and running statistic of a network lies in its flat block, and how its elements are ordered there.
struct ParameterTable {
    struct Entry {
        let name: String
        /// In PyTorch's order of dimensions.
        let shape: [Int]
        let offset: Int
        let layout: ParameterLayout
        let initialisation: OperationParameter.Initialisation

        var count: Int { shape.reduce(1, *) }
        /// Whether it is the weights of a convolution or dense layer, not a bias, or scale or shift of a norm.
        var isWeight: Bool { shape.count > 1 }
    }

    private(set) var parameters: [Entry] = []
    private(set) var statistics: [Entry] = []
    private(set) var parameterCount = 0
    private(set) var statisticCount = 0
    /// For each layer, the index of its first entry in `parameters` and in `statistics`.
    private var first: [(parameter: Int, statistic: Int)] = []

    init(_ graph: InferredGraph, needed: [Bool]) {
        let names = graph.parameterNames
        for (index, layer) in graph.nodes.enumerated() {
            first.append((parameters.count, statistics.count))
            guard needed[index], let source = layer.inputs.first else { continue }
            let input = graph.nodes[source].shape
            for parameter in layer.operation.parameters(of: input) {
                let name = "\(names[index]).\(parameter.name)"
                if parameter.isStatistic {
                    addStatistic(name, parameter)
                } else if let convolution = layer.operation.convolution, parameter.dimensions.count > 1 {
                    add(name, parameter, ParameterLayout(convolution, inputs: input.channels))
                } else {
                    add(name, parameter, .plain)
                }
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

    private mutating func add(_ name: String, _ parameter: OperationParameter, _ layout: ParameterLayout) {
        parameters.append(Entry(name, parameter, offset: parameterCount, layout: layout))
        let (sum, overflow) = parameterCount.addingReportingOverflow(Self.aligned(parameter.dimensions.reduce(1, saturatingProduct)))
        parameterCount = overflow ? Int.max : sum
    }

    private mutating func addStatistic(_ name: String, _ parameter: OperationParameter) {
        let entry = Entry(name, parameter, offset: statisticCount, layout: .plain)
        statistics.append(entry)
        statisticCount += Self.aligned(entry.count)
    }
}

extension ParameterTable.Entry {
    fileprivate init(_ name: String, _ parameter: OperationParameter, offset: Int, layout: ParameterLayout) {
        self.init(name: name, shape: parameter.dimensions, offset: offset, layout: layout, initialisation: parameter.initialisation)
    }
}

internal import NetworkGraph

/// What an operation's time is a sum of: amounts that go by one rate each.
struct OperationFeature: Hashable, Sendable, Codable {
    enum Amount: String, Sendable, Hashable, Codable, CaseIterable {
        /// Calls of an operation.
        case calls
        /// Rows of the result, each a loop to enter.
        case rows
        /// Positions of the result times taps of the window: loops over channels to enter.
        case windows
        /// Multiply-accumulates, or elements in windows.
        case macs
        /// The same with the result's channels filled up to whole vectors of 4, and of 8: what a kernel in vectors computes.
        case macsBy4 = "macs_by_4"
        case macsBy8 = "macs_by_8"
        /// The same with positions of a row filled up to whole blocks of 4.
        case macsByPosition = "macs_by_position"
        case inputElements = "input_elements"
        case outputElements = "output_elements"
        case weights
        /// Weights, where a cache of that size does not hold them all.
        case weightsBeyond32KiB = "weights_beyond_32_kib"
        case weightsBeyond128KiB = "weights_beyond_128_kib"
        case weightsBeyond512KiB = "weights_beyond_512_kib"
        case weightsBeyond2MiB = "weights_beyond_2_mib"
        /// Elements that an activation function is applied to.
        case activations
        /// Per inference.
        case inferences
    }

    /// Nil where the rate is that of every kind.
    let kind: OperationShape.Kind?
    let amount: Amount
    let activation: Activation?

    init(_ kind: OperationShape.Kind?, _ amount: Amount, _ activation: Activation? = nil) {
        self.kind = kind
        self.amount = amount
        self.activation = activation
    }

    static let inferences = OperationFeature(nil, .inferences)

    /// What one costs beside a multiply-accumulate, about: rates are held to these ratios where nothing says otherwise.
    var typicalCost: Double {
        switch amount {
        case .calls: 500
        case .rows: 50
        case .windows: 4
        case .macs, .macsBy4, .macsBy8, .macsByPosition: 0.25
        case .inputElements, .outputElements: 1
        case .weights, .weightsBeyond32KiB, .weightsBeyond128KiB, .weightsBeyond512KiB, .weightsBeyond2MiB: 0.25
        case .activations: 4
        case .inferences: 500
        }
    }
}

extension OperationShape {
    func features(_ precision: OperationPrecision) -> [(feature: OperationFeature, amount: Double)] {
        var features: [(feature: OperationFeature, amount: Double)] = []
        func add(_ amount: OperationFeature.Amount, _ value: Double) {
            if value > 0 { features.append((OperationFeature(kind, amount), value)) }
        }
        add(.calls, 1)
        add(.rows, Double(output.height))
        add(.inputElements, Double(input.elements * operands))
        add(.outputElements, Double(output.elements))
        if macs > 0 {
            add(.macs, macs)
            add(.windows, Double(output.height * output.width * kernel.height * kernel.width * (kind == .groupedConvolution ? groups : 1)))
            // Of a group: its channels are a loop of their own.
            let width = kind == .groupedConvolution ? output.channels / groups : output.channels
            add(.macsBy4, macs * Self.filled(width, 4))
            add(.macsBy8, macs * Self.filled(width, 8))
            if output.width > 1 { add(.macsByPosition, macs * Self.filled(output.width, 4)) }
        }
        add(.weights, weights)
        let bytes = weights * Double(precision.bytesPerElement)
        for (amount, size) in Self.cacheSteps where bytes > size { add(amount, weights) }
        if kind.rescales { add(.activations, Double(output.elements)) }
        if let activation { features.append((OperationFeature(nil, .activations, activation), Double(output.elements))) }
        return features
    }

    private static let cacheSteps: [(OperationFeature.Amount, Double)] = [
        (.weightsBeyond32KiB, 0x1p15), (.weightsBeyond128KiB, 0x1p17), (.weightsBeyond512KiB, 0x1p19), (.weightsBeyond2MiB, 0x1p21),
    ]

    /// Returns the factor by which a number grows when it is filled up to whole blocks.
    private static func filled(_ count: Int, _ block: Int) -> Double {
        Double((count + block - 1) / block * block) / Double(max(count, 1))
    }
}

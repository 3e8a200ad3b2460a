/// What a network's latency is a sum of: amounts of work that go by one rate each on a given board and runtime.
public enum WorkTerm: String, Sendable, Hashable, Codable, CaseIterable {
    /// Multiply-accumulates of dense 1x1 convolutions: one matrix product.
    case pointwiseMACs = "pointwise_macs"
    /// Multiply-accumulates of dense 3x3 convolutions of stride 1, for which runtimes have Winograd's minimal filtering.
    case winogradMACs = "winograd_macs"
    /// Multiply-accumulates of other dense convolutions.
    case convolutionMACs = "convolution_macs"
    /// Multiply-accumulates of grouped convolutions that are not depthwise.
    case groupedMACs = "grouped_macs"
    /// Multiply-accumulates of depthwise convolutions.
    case depthwiseMACs = "depthwise_macs"
    /// Multiply-accumulates of dense layers.
    case denseMACs = "dense_macs"
    /// Weights that are read, of whatever operation.
    case weights
    /// Elements of activations that convolutions (but not depthwise ones) and dense layers read and write.
    case productElements = "product_elements"
    /// Elements of activations that depthwise convolutions read and write.
    case depthwiseElements = "depthwise_elements"
    /// Elements of activations that everything else reads and writes: sums, pooling, activations that are not fused.
    case otherElements = "other_elements"
    /// Elements in the windows of pooling.
    case windows
    /// Operations that run, after fusion: each is a call.
    case operations
    /// Inferences: 1 for a network.
    case inferences

    var isMultiplyAccumulates: Bool {
        switch self {
        case .pointwiseMACs, .winogradMACs, .convolutionMACs, .groupedMACs, .depthwiseMACs, .denseMACs: true
        case .weights, .productElements, .depthwiseElements, .otherElements, .windows, .operations, .inferences: false
        }
    }

    /// What one costs beside a multiply-accumulate of a matrix product, about, on whatever CPU: the fit starts from these ratios
    /// and leaves them as far as measurements say. A third of the arithmetic of a depthwise convolution keeps up with a matrix
    /// product's; an element that is moved takes the time of a few multiply-accumulates, a call that of some 50 us at 4 billion a
    /// second (docs/cost-model.md).
    var typicalCost: Double {
        switch self {
        case .pointwiseMACs, .convolutionMACs, .groupedMACs, .denseMACs, .windows: 1
        case .winogradMACs: 0.5
        case .depthwiseMACs: 3
        case .weights, .productElements, .depthwiseElements, .otherElements: 2
        case .operations: 2e5
        case .inferences: 1e5
        }
    }
}

/// The amounts of work of one network as a runtime executes it, one for each `WorkTerm`.
public struct Work: Sendable, Hashable {
    /// The amounts at the terms' indices, in the order of `WorkTerm.allCases`.
    private(set) var amounts = SIMD16<Double>.zero

    /// No work: every amount is 0.
    public init() {}

    static func += (sum: inout Work, other: Work) { sum.amounts += other.amounts }

    /// The amount of a term: multiply-accumulates, elements, weights or calls.
    public subscript(term: WorkTerm) -> Double {
        get { amounts[term.index] }
        set { amounts[term.index] = newValue }
    }
}

extension WorkTerm {
    /// The position in `allCases`.
    @inline(__always)
    var index: Int {
        switch self {
        case .pointwiseMACs: 0
        case .winogradMACs: 1
        case .convolutionMACs: 2
        case .groupedMACs: 3
        case .depthwiseMACs: 4
        case .denseMACs: 5
        case .weights: 6
        case .productElements: 7
        case .depthwiseElements: 8
        case .otherElements: 9
        case .windows: 10
        case .operations: 11
        case .inferences: 12
        }
    }
}

extension Work: Codable {
    /// Decodes a dictionary of amounts by the terms' raw values; terms that are left out are 0.
    ///
    /// - Throws: a `DecodingError` where a key is no term.
    public init(from decoder: any Decoder) throws {
        let named = try [String: Double](from: decoder)
        for (name, amount) in named {
            guard let term = WorkTerm(rawValue: name) else {
                throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "unknown work '\(name)'"))
            }
            self[term] = amount
        }
    }

    /// Encodes a dictionary of amounts by the terms' raw values, without those that are 0.
    public func encode(to encoder: any Encoder) throws {
        try Dictionary(uniqueKeysWithValues: WorkTerm.allCases.filter { self[$0] != 0 }.map { ($0.rawValue, self[$0]) }).encode(to: encoder)
    }
}

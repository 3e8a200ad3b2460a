/// The form of a calibrated model: what cross-validation chooses. Its weights are then fitted.
public struct LatencyForm: Sendable, Hashable, Codable {
    /// Which terms have one rate in common, up to their typical ratios.
    public enum Grouping: String, Sendable, Hashable, Codable, CaseIterable {
        /// All elements that are moved have one rate, whoever moves them.
        case medium
        /// Every term has its own.
        case fine
    }

    /// Which terms have one rate in common.
    public var grouping: Grouping
    /// How strongly rates are held to their prior, beside one measurement: see `LatencyModel`.
    public var ridge: Double
    /// Deviation of what the rates leave unexplained, as a logarithm, for networks of a kind; 0 for none.
    public var residual: Double
    /// Noise of measurements, as a share, where each shape of operation has a rate of its own; nil where none has. Then nothing
    /// is left over.
    public var shapeNoise: Double?
    /// What the runtime does with operations whose result is unused.
    public var unused: UnusedOperations

    /// The usual form, from which cross-validation may depart.
    public init(
        grouping: Grouping = .medium, ridge: Double = 0.01, residual: Double = 0.2, shapeNoise: Double? = nil,
        unused: UnusedOperations = .removed
    ) {
        self.grouping = grouping
        self.ridge = ridge
        self.residual = residual
        self.shapeNoise = shapeNoise
        self.unused = unused
    }

    /// All forms that are tried.
    static func candidates(unused: UnusedOperations, byShapes: Bool) -> [LatencyForm] {
        let plain = Grouping.allCases.flatMap { grouping in
            [0.1, 0.03, 0.01, 0.003].flatMap { ridge in
                [0, 0.1, 0.2].map { LatencyForm(grouping: grouping, ridge: ridge, residual: $0, unused: unused) }
            }
        }
        guard byShapes else { return plain }
        return plain + [0.05, 0.00001].map { LatencyForm(residual: 0, shapeNoise: $0, unused: unused) }
    }
}

extension LatencyForm.Grouping {
    /// The number of each term's group.
    var groups: [Int] { self == .fine ? Self.fineGroups : Self.mediumGroups }

    var count: Int { self == .fine ? WorkTerm.allCases.count : 9 }

    /// What each group of terms costs; zeros behind the last.
    func costs(of work: Work, rates: [Double]) -> SIMD16<Double> {
        let groups = groups
        var costs = SIMD16<Double>.zero
        for term in rates.indices { costs[groups[term]] += work.amounts[term] * rates[term] }
        return costs
    }

    private static let fineGroups = WorkTerm.allCases.map(\.index)
    private static let mediumGroups = WorkTerm.allCases.map(mediumGroup)

    private static func mediumGroup(of term: WorkTerm) -> Int {
        switch term {
        case .pointwiseMACs: 0
        case .winogradMACs: 1
        case .convolutionMACs, .groupedMACs: 2
        case .depthwiseMACs: 3
        case .denseMACs: 4
        case .weights: 5
        case .productElements, .depthwiseElements, .otherElements: 6
        case .windows: 7
        case .operations, .inferences: 8
        }
    }
}

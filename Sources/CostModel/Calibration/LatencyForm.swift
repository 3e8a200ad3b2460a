/// The form of a calibrated model: what cross-validation chooses. Its weights are then fitted.
public struct LatencyForm: Sendable, Hashable {
    /// How rates are found.
    public enum Law: String, Sendable, Hashable, Codable {
        /// The least mean relative error, none negative, held to a prior by a ridge: profiles of version 1.
        case ridge
        /// The most probable logarithms, under a prior made from many boards (`LogRateFit`).
        case logarithms
    }

    /// Which terms have one rate in common, up to their typical ratios.
    public enum Grouping: String, Sendable, Hashable, Codable, CaseIterable {
        /// All elements that are moved have one rate, whoever moves them.
        case medium
        /// Every term has its own.
        case fine
    }

    /// How rates are found.
    public var law: Law
    /// Which terms have one rate in common; by `Law.logarithms`, which are alike for what is left over.
    public var grouping: Grouping
    /// How strongly rates are held to their prior, beside one measurement: see `LatencyModel`. By `Law.ridge` alone.
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
        law: Law = .logarithms, grouping: Grouping = .medium, ridge: Double = 0.01, residual: Double = 0.1, shapeNoise: Double? = nil,
        unused: UnusedOperations = .removed
    ) {
        self.law = law
        self.grouping = grouping
        self.ridge = ridge
        self.residual = residual
        self.shapeNoise = shapeNoise
        self.unused = unused
    }

    /// All forms that are tried.
    static func candidates(unused: UnusedOperations, byShapes: Bool) -> [LatencyForm] {
        [LatencyForm(unused: unused), LatencyForm(residual: 0, unused: unused)]
            + (byShapes ? [0.05, 0.00001].map { LatencyForm(residual: 0, shapeNoise: $0, unused: unused) } : [])
    }
}

/// Forms of before have no law written down: theirs is the ridge's.
extension LatencyForm: Codable {
    private enum CodingKeys: String, CodingKey { case law, grouping, ridge, residual, shapeNoise, unused }

    /// Decodes a form.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        law = try values.decodeIfPresent(Law.self, forKey: .law) ?? .ridge
        grouping = try values.decode(Grouping.self, forKey: .grouping)
        ridge = try values.decode(Double.self, forKey: .ridge)
        residual = try values.decode(Double.self, forKey: .residual)
        shapeNoise = try values.decodeIfPresent(Double.self, forKey: .shapeNoise)
        unused = try values.decode(UnusedOperations.self, forKey: .unused)
    }

    /// Encodes the form, a law of before as it was: not at all.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        if law != .ridge { try values.encode(law, forKey: .law) }
        try values.encode(grouping, forKey: .grouping)
        try values.encode(ridge, forKey: .ridge)
        try values.encode(residual, forKey: .residual)
        try values.encodeIfPresent(shapeNoise, forKey: .shapeNoise)
        try values.encode(unused, forKey: .unused)
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

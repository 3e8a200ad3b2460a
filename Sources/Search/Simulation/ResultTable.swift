public import CostModel
public import NAS
public import Support
internal import Synchronization

/// Known results of a space's networks: what training them gave, and what they cost. Each row is a network of its own, whatever
/// others are the same graph.
public final class ResultTable: Sendable {
    /// The known result of one architecture.
    public struct Row: Sendable {
        /// The architecture, which no other row of a table has.
        public let architecture: Architecture
        /// The accuracy that a search would measure, 0 to 1.
        public let accuracy: Double
        /// What one inference costs, in base units (seconds, joules, bytes); quantities that are not known are left out.
        public let costs: [CostQuantity: Double]
        /// What is reported of the network with the best accuracy and never seen by a strategy, such as its accuracy on the test split.
        public let report: Double?
        /// What is expected of the network without training it, higher being better; nil where nothing is known.
        public let proxy: Double?

        /// Creates a row from what is known of an architecture.
        public init(
            architecture: Architecture, accuracy: Double, costs: [CostQuantity: Double], report: Double? = nil, proxy: Double? = nil
        ) {
            self.architecture = architecture
            self.accuracy = accuracy
            self.costs = costs
            self.report = report
            self.proxy = proxy
        }
    }

    /// The space that the architectures are of.
    public let space: any CandidateSpace
    /// The rows in their order, which numbers them from 0.
    public let rows: [Row]
    let hasProxies: Bool
    private let numbers: [Architecture: Int]
    /// The features of each row's network; nil where they were not asked for yet.
    private let features: Mutex<[ArchitectureFeatures?]>

    /// Creates a table of known results.
    ///
    /// - Throws: a `Diagnostic` for an architecture that occurs twice.
    public init(space: any CandidateSpace, rows: [Row]) throws(Diagnostic) {
        self.space = space
        self.rows = rows
        hasProxies = rows.contains { $0.proxy != nil }
        var numbers: [Architecture: Int] = [:]
        for (number, row) in rows.enumerated() {
            guard numbers.updateValue(number, forKey: row.architecture) == nil else {
                throw Diagnostic("architecture \(row.architecture) is in two rows")
            }
        }
        self.numbers = numbers
        features = Mutex([ArchitectureFeatures?](repeating: nil, count: rows.count))
    }

    /// Returns the number of an architecture's row, from 0; nil where no row has it.
    public func number(of architecture: Architecture) -> Int? { numbers[architecture] }

    func features(of number: Int) -> ArchitectureFeatures? {
        if let known = features.withLock({ $0[number] }) { return known }
        let architecture = rows[number].architecture
        guard let candidate = try? space.candidate(for: architecture) else { return nil }
        let found = ArchitectureFeatures(architecture, graph: candidate.graph)
        features.withLock { $0[number] = found }
        return found
    }

    /// The value below which a share of the rows lies, linear between two.
    ///
    /// - Returns: nil where no row knows the quantity.
    public func quantile(_ share: Double, of quantity: CostQuantity) -> Double? {
        let known = rows.compactMap { $0.costs[quantity] }.filter(\.isFinite).sorted()
        guard !known.isEmpty else { return nil }
        let place = min(max(share, 0), 1) * Double(known.count - 1)
        let below = Int(place)
        let above = min(below + 1, known.count - 1)
        return known[below] + (known[above] - known[below]) * (place - Double(below))
    }
}

extension ResultTable.Row {
    /// What stands for a cost model's word; what the table does not know is infinite.
    func estimate(_ profileHash: StableHash) -> Estimate {
        func figure(_ quantity: CostQuantity) -> Interval { Interval(exactly: costs[quantity] ?? .infinity) }
        func count(_ quantity: CostQuantity) -> Int { Int(exactly: (costs[quantity] ?? 0).rounded()) ?? .max }
        var estimate = Estimate(
            latencySeconds: figure(.latency), energyJoules: figure(.energy), energyTotalJoules: figure(.energy),
            peakMemoryBytes: figure(.memory), storageBytes: figure(.storage), macs: count(.macs), parameters: count(.parameters),
            origin: .init(source: "table", profileHash: profileHash))
        for quantity in CostQuantity.allCases where quantity.isFurther {
            if let cost = costs[quantity] { estimate.further[quantity] = Interval(exactly: cost) }
        }
        return estimate
    }
}

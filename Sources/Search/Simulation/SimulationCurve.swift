/// What many searches of one strategy found after each number of queries.
public struct SimulationCurve: Sendable {
    /// What a curve shows: `regret` and `hypervolume` of the front, both as shares, or the figure `report` of the best network found.
    public enum Quantity: String, Sendable, CaseIterable { case regret, hypervolume, report }

    /// After one number of queries.
    public struct Point: Sendable {
        /// The number of queries, from 1; a search that tried everything with fewer stays where it was.
        public let queries: Int
        /// How many searches have a value; all but for `report`, which a table may lack for some networks.
        public let searches: Int
        /// The mean over the searches that have a value.
        public let mean: Double
        /// Standard deviation between searches; 0 for one.
        public let deviation: Double
        /// The value that a tenth of the searches are below.
        public let low: Double
        /// The median of the searches; for an even number of them, the upper of the two in the middle.
        public let median: Double
        /// The value that a tenth of the searches are above.
        public let high: Double
    }

    /// Which quantity the values are of.
    public let quantity: Quantity
    /// After 1, 2, 3 ... queries; those after which no search has a value are left out.
    public let points: [Point]

    /// Sums up searches after each number of queries that all of them have made.
    ///
    /// - Returns: nil where no search has the quantity.
    public init?(_ quantity: Quantity, of traces: [Simulation.Trace]) {
        let lines: [[Double?]] = traces.map { trace in
            switch quantity {
            case .regret: trace.regret
            case .hypervolume: trace.hypervolume
            case .report: trace.report
            }
        }
        let points = (0..<(lines.map(\.count).min() ?? 0)).compactMap { place -> Point? in
            let values = lines.compactMap { $0[place] }.sorted()
            guard !values.isEmpty else { return nil }
            let moments = Moments(values)
            return Point(
                queries: place + 1, searches: values.count, mean: moments.mean, deviation: values.count > 1 ? moments.deviation : 0,
                low: values[values.count / 10], median: values[values.count / 2], high: values[values.count - 1 - values.count / 10])
        }
        guard !points.isEmpty else { return nil }
        (self.quantity, self.points) = (quantity, points)
    }

    /// Returns the point after a number of queries; nil where no search has a value then.
    public func point(after queries: Int) -> Point? { points.first { $0.queries == queries } }
}
